using System.Diagnostics;
using System.Net;
using System.Net.Http;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Messages;

namespace LoadLab.Engine.Http2;

/// <summary>
/// HTTP/2 over .NET's connections. A request that the server says it never took up is sent again, which counts as a reconnect and not as a
/// failure; one that was lost otherwise has failed, and is not sent again. Never falls back to HTTP/1.1. Thread-safe.
/// </summary>
internal sealed class Http2Handler : HttpMessageHandler
{
    /// <summary>How often a request is handed to .NET: where many users share a connection that ends after few requests, most of them lose again and again.</summary>
    private const int MostRounds = 100;

    /// <summary>How often when its stream alone is refused, each time after a longer wait: 2 s in all.</summary>
    private const int MostRefusals = 10;

    /// <summary>How often .NET sends it each time.</summary>
    private const int SendsInRound = 4;

    private readonly HttpMessageInvoker _sockets;
    private readonly TimeProvider _time;

    public Http2Handler(ConnectionCounter counter, TimeProvider time, bool insecure = false)
    {
        _time = time;
        var connector = new Http2Connector(counter, insecure);
        _sockets = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
#pragma warning disable CA2262 // 1,024 KiB are meant: as long a head as over HTTP/1.1.
            MaxResponseHeadersLength = HttpResponseParser.LongestHead >> 10,
#pragma warning restore CA2262
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),

            // Requests beyond what a server takes on one connection would wait here, where nobody sees them.
            EnableMultipleHttp2Connections = true,
            ConnectCallback = connector.ConnectAsync,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new WatchedStream(context.PlaintextStream, counter)),
        });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        for (int round = 1, refusals = 0; ; round++)
        {
            try
            {
                return await _sockets.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException fault) when (Http2Faults.WasNeverTakenUp(fault))
            {
                // After a GOAWAY another connection takes it. A server that refuses a stream has too much to do.
                refusals += Http2Faults.WasRefused(fault) ? 1 : 0;
                if (round == MostRounds || refusals == MostRefusals)
                {
                    throw Http2Faults.GivenUp(fault, round * SendsInRound);
                }

                if (Http2Faults.WasRefused(fault))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1 << refusals), _time, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (HttpRequestException fault)
            {
                throw Http2Faults.Explained(fault);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sockets.Dispose();
        }

        base.Dispose(disposing);
    }
}
