using System.Net.Sockets;
using System.Text.Json;

namespace LoadLab.Stacks.Doctor;

/// <summary>Asks the Docker engine, when there is one, for its version. Nothing in LoadLab needs it yet: it is told, not judged.</summary>
internal static class DockerCheck
{
    private const string Needed = "nothing: stacks run as native processes";
    private const string DefaultHost = "unix:///var/run/docker.sock";

    /// <summary>Asks the engine at <paramref name="dockerHost"/> (<c>DOCKER_HOST</c>), or at Docker's default socket.</summary>
    public static async Task<DoctorCheck> FindAsync(string? dockerHost, CancellationToken cancellationToken)
    {
        var host = string.IsNullOrWhiteSpace(dockerHost) ? DefaultHost : dockerHost;
        if (!host.StartsWith("unix://", StringComparison.Ordinal))
            return Told($"DOCKER_HOST is {host}: only unix sockets are asked");
        try
        {
            using var handler = new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(host["unix://".Length..], token) };
            using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(3) };
            using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri("http://localhost/version"), cancellationToken).ConfigureAwait(false));
            return Told($"engine {Text(answer, "Version")}, API {Text(answer, "ApiVersion")}, at {host}");
        }
        catch (HttpRequestException fault) when (fault.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            return Told($"an engine at {host}, and no permission to ask it");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Told($"no engine answers at {host}");
        }
    }

    private static DoctorCheck Told(string seen) => new("docker", DoctorStatus.Info, seen, Needed, "");

    private static string Text(JsonDocument answer, string name) =>
        answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "unknown";

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
