using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;

namespace LoadLab.Engine.Connections;

/// <summary>Counts requests and hands them to a <see cref="SocketsHttpHandler"/> tuned for load: no proxy, cookies, redirects, decompression or tracing.</summary>
internal sealed class EngineHandler : DelegatingHandler
{
    private readonly ConnectionCounter _counter;

    private EngineHandler(ConnectionCounter counter, SocketsHttpHandler sockets)
        : base(sockets) => _counter = counter;

    public static EngineHandler Create(ConnectionCounter counter, int maxConnections, bool insecure = false)
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
        return new EngineHandler(counter, sockets);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _counter.Requested();
        return base.SendAsync(request, cancellationToken);
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
