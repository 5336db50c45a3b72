using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;

namespace LoadLab.Engine.Connections;

/// <summary>
/// Counts requests and hands them on, without proxy, cookies, redirects, decompression or tracing: HTTP/1.1 to <see cref="Http1Handler"/>, HTTP/2 to a
/// <see cref="SocketsHttpHandler"/>.
/// </summary>
internal sealed class EngineHandler : DelegatingHandler
{
    private readonly ConnectionCounter _counter;
    private readonly Http1Handler _http1;
    private readonly Lazy<HttpMessageInvoker> _http2;

    private EngineHandler(ConnectionCounter counter, Http1Handler http1, Func<HttpMessageHandler> http2)
        : base(http1)
    {
        _counter = counter;
        _http1 = http1;
        _http2 = new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(http2()));
    }

    public static EngineHandler Create(ConnectionCounter counter, int maxConnections, bool insecure = false, bool mayResend = false) =>
        new(counter, new Http1Handler(counter, maxConnections, insecure, mayResend), () => CreateSockets(counter, maxConnections, insecure));

    /// <summary>Sends, and reads the whole answer.</summary>
    public Task<HttpResponseMessage> SendBufferedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (AsksForHttp2(request))
        {
            return BufferAsync(request, cancellationToken);
        }

        _counter.Requested();
        return _http1.SendAsync(request, buffered: true, cancellationToken);
    }

    private async Task<HttpResponseMessage> BufferAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        await answer.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        return answer;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _counter.Requested();
        return AsksForHttp2(request) ? _http2.Value.SendAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _counter.Requested();
        return AsksForHttp2(request) ? _http2.Value.Send(request, cancellationToken) : base.Send(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _http2.IsValueCreated)
        {
            _http2.Value.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>True for what may become HTTP/2. A version "or lower" without TLS is sent as 1.1: only a handshake can agree on more.</summary>
    private static bool AsksForHttp2(HttpRequestMessage request) => request.Version.Major >= 2
        ? request.VersionPolicy != HttpVersionPolicy.RequestVersionOrLower || request.RequestUri?.Scheme == Uri.UriSchemeHttps
        : request.VersionPolicy == HttpVersionPolicy.RequestVersionOrHigher;

    private static SocketsHttpHandler CreateSockets(ConnectionCounter counter, int maxConnections, bool insecure)
    {
        var sockets = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = maxConnections,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            ConnectCallback = (context, cancellationToken) => ConnectAsync(counter, context, cancellationToken),
        };
        sockets.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            counter.HandshakeDone();
            return insecure || errors == SslPolicyErrors.None;
        };
        return sockets;
    }

    private static async ValueTask<Stream> ConnectAsync(
        ConnectionCounter counter, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        counter.Open();
        Socket? socket = null;
        try
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket?.Dispose();
            counter.Closed();
            throw;
        }

        counter.Connected();
        return new CountedStream(socket, counter);
    }

    /// <summary>Gives its file back when it is closed.</summary>
    private sealed class CountedStream(Socket socket, ConnectionCounter counter) : NetworkStream(socket, ownsSocket: true)
    {
        private int _closed;

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                counter.Closed();
            }

            base.Dispose(disposing);
        }
    }
}
