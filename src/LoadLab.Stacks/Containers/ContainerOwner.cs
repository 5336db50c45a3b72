using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Containers;

/// <summary>
/// Marks containers as ours and as this process's, and removes those whose process is gone. A process is its id and when it started: ids come again.
/// </summary>
internal static class ContainerOwner
{
    /// <summary>Label with the stack's name; all containers of LoadLab have it.</summary>
    public const string StackLabel = "loadlab.stack";

    private const string RoleLabel = "loadlab.role";
    private const string OwnerLabel = "loadlab.owner";
    private const string HostLabel = "loadlab.host";

    /// <summary>The labels of a container.</summary>
    public static IReadOnlyDictionary<string, string> Labels(string stack, string role) => new Dictionary<string, string>
    {
        [StackLabel] = stack,
        [RoleLabel] = role,
        [OwnerLabel] = Identity(Environment.ProcessId) ?? "",
        [HostLabel] = Environment.MachineName,
    };

    /// <summary>Removes what a LoadLab that was killed has left, and says what.</summary>
    public static async Task<IReadOnlyList<string>> SweepAsync(DockerClient client, CancellationToken cancellationToken)
    {
        var swept = new List<string>();
        foreach (var container in await ListAsync(client, StackLabel, cancellationToken).ConfigureAwait(false))
        {
            // Whose owner lives elsewhere, nobody here can say whether it lives.
            if (container.Labels.TryGetValue(HostLabel, out var host) && host == Environment.MachineName
                && container.Labels.TryGetValue(OwnerLabel, out var owner) && !IsAlive(owner))
            {
                await RemoveAsync(client, container.ID, cancellationToken).ConfigureAwait(false);
                swept.Add($"{(container.Labels.TryGetValue(RoleLabel, out var role) ? role : "a container")} of {container.Labels[StackLabel]}");
            }
        }

        var networks = await client.Networks.ListNetworksAsync(
            new NetworksListParameters { Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [StackLabel] = true } } },
            cancellationToken).ConfigureAwait(false);
        foreach (var network in networks.Where(network => network.Labels.TryGetValue(OwnerLabel, out var owner) && !IsAlive(owner)))
            await client.Networks.DeleteNetworkAsync(network.ID, cancellationToken).ConfigureAwait(false);
        return swept;
    }

    /// <summary>The containers of one stack, or of all with the bare label.</summary>
    public static async Task<IList<ContainerListResponse>> ListAsync(DockerClient client, string label, CancellationToken cancellationToken) =>
        await client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                All = true,
                Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [label] = true } },
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Ends and removes a container with its volumes; one that is gone already is no fault.</summary>
    public static async Task RemoveAsync(DockerClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerContainerNotFoundException)
        {
            // Somebody else was faster.
        }
        catch (DockerApiException inProgress) when (inProgress.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
            // It is being removed.
        }
    }

    private static bool IsAlive(string owner) =>
        int.TryParse(owner.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Identity(id) == owner;

    private static string? Identity(int id) => ProcessTable.Find(id) is { State: not 'Z' } process
        ? string.Create(CultureInfo.InvariantCulture, $"{id} {process.StartTicks}")
        : null;
}
