using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadLab.Monitoring.Healing;

/// <summary>
/// Takes requests at one address and answers each with a status and words, as JSON. When it ends, what has begun is answered and the rest is cut off: <see cref="HttpListener"/>
/// answered those with an empty 200, which says that something was done.
/// </summary>
internal sealed class JsonServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    /// <summary>How long somebody may take for the head of a request, and for its body.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int MostConnections = 200;
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(15);

    private readonly IPEndPoint _address;
    private readonly Func<HttpRequest, Task<(int Status, string Words)>> _decide;
    private readonly KestrelServer _server;

    private JsonServer(IPEndPoint address, Func<HttpRequest, Task<(int Status, string Words)>> decide)
    {
        (_address, _decide) = (address, decide);
        var options = new KestrelServerOptions { AddServerHeader = false };
        // Bodies are bounded by those who read them, in words.
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.RequestHeadersTimeout = Patience;
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="address">Where.</param>
    /// <param name="decide">What to answer. A <see cref="TimeoutException"/> is a body that did not come.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="SocketException">It cannot be listened there.</exception>
    public static async Task<JsonServer> StartAsync(IPEndPoint address, Func<HttpRequest, Task<(int Status, string Words)>> decide)
    {
        var server = new JsonServer(address, decide);
        try
        {
            await server._server.StartAsync(server, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            server._server.Dispose();
            throw;
        }

        return server;
    }

    /// <summary>Ends: what has begun is answered. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(s_ending);
        await _server.StopAsync(limit.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    /// <inheritdoc/>
    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    async Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context)
    {
        try
        {
            var (status, words) = IsMeant(context.Request.Host.Host)
                ? await _decide(context.Request).ConfigureAwait(false)
                : (421, $"Who listens on {_address} is asked by that address, or as localhost.");
            await SendAsync(context.Response, status, words).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await SendAsync(context.Response, 408, FormattableString.Invariant($"The body did not come within {Patience.TotalSeconds:0} s.")).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // Whoever asked has gone.
            context.Abort();
        }
    }

    /// <inheritdoc/>
    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
        // It holds nothing.
    }

    /// <summary>A page in somebody's browser reaches loopback too, under a name of its own that it lets point there.</summary>
    private bool IsMeant(string host) =>
        !IPAddress.IsLoopback(_address.Address) || host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private static async Task SendAsync(HttpResponse response, int status, string words)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (status >= 400)
        {
            response.Headers.Connection = "close";
        }

        var body = System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["status"] = status, ["says"] = words }.ToJsonString() + "\n");
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body).ConfigureAwait(false);
    }
}
