using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Stacks.Containers;

/// <summary>A Docker engine that answers.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Client">Talks to it, in the version that it speaks.</param>
/// <param name="Version">What it says about itself.</param>
internal sealed record DockerEngine(Uri Address, DockerClient Client, VersionResponse Version) : IDisposable
{
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(5);

    /// <summary>True when the containers run on this machine, where their processes can be seen and their ports are on loopback.</summary>
    public bool IsLocal => Address.Scheme == "unix" || Address.IsLoopback;

    /// <summary>Finds the engine and asks its version.</summary>
    /// <exception cref="LoadLabException">None answers, or it may not be asked (104).</exception>
    public static async Task<DockerEngine> ConnectAsync(DockerEndpoint endpoint, CancellationToken cancellationToken)
    {
        var address = Find(endpoint);
        DockerClient? client = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_answerLimit);
        try
        {
            client = new DockerClientBuilder().WithEndpoint(address).Build();
            var version = await client.System.GetVersionAsync(limit.Token).ConfigureAwait(false);
            return new DockerEngine(address, client, version);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            client?.Dispose();
            throw new LoadLabException(ExitCode.BadConfiguration, Explain(address, fault));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private static Uri Find(DockerEndpoint endpoint)
    {
        try
        {
            return endpoint.Find();
        }
        catch (UriFormatException fault)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"The address of the Docker engine cannot be read: {fault.Message} Look at DOCKER_HOST; it is written unix:///var/run/docker.sock.");
        }
    }

    /// <summary>An address as it may be shown: it may hold a user and a password.</summary>
    internal static string Shown(Uri address) => SecretText.Connection(address.ToString());

    /// <summary>Says in plain words why the engine could not be asked, and what to do.</summary>
    internal static string Explain(Uri address, Exception fault)
    {
        var shown = Shown(address);
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.AccessDenied } or UnauthorizedAccessException)
                return $"there is no permission to use the Docker engine at {shown}. Add your user to its group ('sudo usermod -aG docker $USER', then log in again), or use a rootless engine.";
            if (cause is SocketException)
                return $"no Docker engine answers at {shown}. Start it ('sudo systemctl start docker'), or install one: https://docs.docker.com/engine/install/";
            if (cause is DockerApiException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized })
                return $"the Docker engine at {shown} refuses to be asked: {cause.Message}";
        }

        return fault is OperationCanceledException
            ? $"the Docker engine at {shown} gave no answer within {s_answerLimit.TotalSeconds:0} s."
            : $"no Docker engine answers at {shown}: {fault.Message}";
    }
}
