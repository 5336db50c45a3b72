using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>Real Redis servers, each with the settings that a test gives it.</summary>
internal sealed class RedisLab : IDisposable
{
    private readonly ChildProcesses _children = new();

    /// <summary>Where certificates and settings lie.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("loadlab-redis-").FullName;

    /// <summary>Starts one.</summary>
    /// <param name="arguments">Its settings, the port left out.</param>
    /// <returns>Its port.</returns>
    public async Task<int> StartAsync(params string[] arguments) => (await StartAsync(isTls: false, arguments)).Port;

    /// <summary>Starts one that speaks TLS and nothing else; <c>server.crt</c> and <c>server.key</c> are in <see cref="Root"/>.</summary>
    public async Task<int> StartTlsAsync(string certificate = "server", string clients = "no") => (await StartAsync(
        isTls: true, "--tls-cert-file", Path.Combine(Root, certificate + ".crt"), "--tls-key-file", Path.Combine(Root, certificate + ".key"), "--tls-ca-cert-file", Path.Combine(Root, certificate + ".crt"), "--tls-auth-clients", clients)).Port;

    /// <summary>Starts one again on its port.</summary>
    public Process StartOn(int port, params string[] arguments) => _children.Start(
        "redis-server", ["--bind", "127.0.0.1", "--save", "", "--dir", Root, "--port", Text(port), .. arguments], Path.Combine(Root, $"redis-{port}.log"), "KILL");

    public void Dispose()
    {
        _children.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>Waits until a port takes connections.</summary>
    public static Task AnswersAsync(int port) => Eventually.AsyncTrue(
        async () =>
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        },
        "the server answers");

    private async Task<(int Port, Process Process)> StartAsync(bool isTls, params string[] arguments)
    {
        var port = NativeServers.FreePort();
        var process = StartOn(isTls ? 0 : port, isTls ? [.. arguments, "--tls-port", Text(port)] : arguments);
        await AnswersAsync(port);
        return (port, process);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
