using System.Net.Http;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Http2;

namespace LoadLab.Engine.Clients;

/// <summary>
/// Counts requests and hands them on, without proxy, cookies, redirects, decompression or tracing: HTTP/1.1 to an <see cref="Http1Handler"/>, HTTP/2 to an
/// <see cref="Http2Handler"/>.
/// </summary>
internal sealed class EngineHandler : DelegatingHandler
{
    private readonly ConnectionCounter _counter;
    private readonly Http1Handler _http1;
    private readonly Http2Choice _http2;

    private EngineHandler(ConnectionCounter counter, TimeProvider time, Http1Handler http1)
        : base(http1)
    {
        _counter = counter;
        _http1 = http1;
        _http2 = new Http2Choice(counter, time);
    }

    /// <summary>A handler with connections of its own.</summary>
    /// <param name="counter">Counts them.</param>
    /// <param name="time">The run's clock.</param>
    /// <param name="maxConnections">Most to one host, over HTTP/1.1.</param>
    /// <param name="insecure">HTTP/1.1: accepts any certificate.</param>
    /// <param name="mayResend">HTTP/1.1: sends an idempotent request once more that was lost with a used connection before its answer began.</param>
    public static EngineHandler Create(ConnectionCounter counter, TimeProvider time, int maxConnections, bool insecure = false, bool mayResend = false) =>
        new(counter, time, new Http1Handler(counter, maxConnections, insecure, mayResend));

    /// <summary>Sends, and reads the whole answer.</summary>
    public Task<HttpResponseMessage> SendBufferedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Http2Choice.Asks(request))
        {
            return BufferAsync(request, cancellationToken);
        }

        _counter.Requested();
        return _http1.SendAsync(request, buffered: true, cancellationToken);
    }

    /// <summary>The same over a connection that is there, with its timeout, and a token beside it. Null, and nothing done, where there is none.</summary>
    public Task<HttpResponseMessage>? TrySendBufferedAsync(HttpRequestMessage request, RequestDeadlines deadlines, CancellationToken cancellationToken)
    {
        if (Http2Choice.Asks(request) || _http1.TrySendAsync(request, deadlines, cancellationToken) is not { } sending)
        {
            return null;
        }

        _counter.Requested();
        return sending;
    }

    /// <summary>False for what cannot be waited for on the calling thread.</summary>
    public static bool MayBlock(HttpRequestMessage request) => !Http2Choice.Asks(request) && Http1Handler.MayBlock(request);

    /// <summary>Sends, and waits on the calling thread until the whole answer is there. Null, and nothing done, for what cannot be sent so.</summary>
    public HttpResponseMessage? TrySendBlocking(HttpRequestMessage request, RequestDeadlines? deadlines, CancellationToken cancellationToken)
    {
        if (!MayBlock(request))
        {
            return null;
        }

        _counter.Requested();
        return _http1.SendBlocking(request, deadlines, cancellationToken);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _counter.Requested();
        return Http2Choice.Asks(request) ? _http2.SendAsync(request, base.SendAsync, cancellationToken) : base.SendAsync(request, cancellationToken);
    }

    /// <summary>Sends, and waits: the calling thread is the scenario's own to block.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _http2.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> BufferAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        await answer.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        return answer;
    }
}
