using System.Globalization;
using System.Net;
using LoadLab.Engine;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>The clients in a bare loop, without the engine: what scheduling and recording cost is what is above this.</summary>
internal static class BareCommand
{
    /// <summary>Runs <c>bare http|client URL SECONDS USERS</c>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        EngineProcess.Tune(neverBlocks: true);
        var (kind, url) = (arguments[0], new Uri(arguments[1]));
        var seconds = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var users = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = url };
        await Task.WhenAll(Enumerable.Range(0, users).Select(_ => kind == "http" ? OwnLoop(url, stop.Token) : ClientLoop(client, stop.Token)));
        return 0;
    }

    private static async Task OwnLoop(Uri url, CancellationToken stop)
    {
        var target = new HttpTarget { Address = url };
        var endPoint = new IPEndPoint(IPAddress.Parse(url.Host), url.Port);
        using var connection = new HttpConnection(target, endPoint, new ConnectionCounter(), new HttpErrorBodies(), new HttpParts(TimeProvider.System), TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            await connection.SendAsync(new PreparedRequest(target), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task ClientLoop(HttpClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            using var answer = await client.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
