using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using LoadLab.Engine.Http2;

namespace LoadLab.Engine.Connections;

/// <summary>
/// Counts requests and hands them to a <see cref="SocketsHttpHandler"/> tuned for load: no proxy, cookies, redirects, decompression or tracing;
/// those of HTTP/2 to an <see cref="Http2Handler"/>.
/// </summary>
internal sealed class EngineHandler : DelegatingHandler
{
    private readonly ConnectionCounter _counter;
    private readonly Http2Choice _http2;

    private EngineHandler(ConnectionCounter counter, TimeProvider time, SocketsHttpHandler sockets)
        : base(sockets)
    {
        _counter = counter;
        _http2 = new Http2Choice(counter, time);
    }

    public static EngineHandler Create(ConnectionCounter counter, TimeProvider time, int maxConnections)
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
            ConnectCallback = (context, cancellationToken) => CountedConnection.ConnectAsync(counter, context.DnsEndPoint, cancellationToken),
        };
        sockets.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            counter.HandshakeDone();
            return errors == SslPolicyErrors.None;
        };
        return new EngineHandler(counter, time, sockets);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _counter.Requested();
        return Http2Choice.Asks(request) ? _http2.SendAsync(request, base.SendAsync, cancellationToken) : base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _http2.Dispose();
        }

        base.Dispose(disposing);
    }
}
