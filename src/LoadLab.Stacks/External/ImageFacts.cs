using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Docker.DotNet.Models;
using LoadLab.Core;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.External;

/// <summary>Which images the containers of somebody else's stack were made from, where a Docker engine of this machine answers and they publish a port, or their processes can be seen.</summary>
internal static partial class ImageFacts
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    /// <summary>Reads <c>image.ROLE</c> and <c>image.ROLE.id</c>; empty when no engine answers, or nothing of the stack is a container.</summary>
    /// <param name="roles">The roles, and the ports on which they listen on this machine.</param>
    /// <param name="endpoint">Where the engine may be.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(ListeningRoles roles, DockerEndpoint endpoint, CancellationToken cancellationToken)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            using var engine = await DockerEngine.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            if (!engine.IsLocal)
                return facts;
            var containers = await engine.Client.Containers.ListContainersAsync(new ContainersListParameters(), limit.Token).ConfigureAwait(false);
            var roots = roles.Now();
            foreach (var role in roles.Roles)
            {
                var inside = roots.GetValueOrDefault(role)?.Select(ContainerOf).FirstOrDefault(id => id is not null);
                if (containers.FirstOrDefault(one => one.ID == inside || one.Ports?.Any(port => port.PublicPort == roles.PortOf(role)) == true) is { } found)
                {
                    facts[$"image.{role}"] = found.Image;
                    facts[$"image.{role}.id"] = found.ImageID;
                }
            }
        }
        catch (Exception fault) when (fault is LoadLabException or HttpRequestException or SocketException or IOException or OperationCanceledException or Docker.DotNet.DockerApiException && !cancellationToken.IsCancellationRequested)
        {
            // No engine, or one that may not be asked: the images are not known, and the comparison says so.
        }

        return facts;
    }

    /// <summary>Id of the container that a process runs in, by its control group: <c>…/docker/ID</c>, <c>…/docker-ID.scope</c>; null for none.</summary>
    internal static string? ContainerOf(int process) =>
        ProcessTable.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cgroup"), out var text) && ContainerId().Match(text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex ContainerId();
}
