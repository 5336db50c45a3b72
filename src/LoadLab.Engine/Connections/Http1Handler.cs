using System.Collections.Concurrent;
using System.Net.Http;
using LoadLab.Core.Running;

namespace LoadLab.Engine.Connections;

/// <summary>
/// HTTP/1.1 over connections of our own, beneath <see cref="HttpClient"/>: no proxy, cookies, redirects or decompression. What .NET's handler
/// does in silence, it never does: a request that was lost after a byte of it was written has failed, and is not sent again. Thread-safe.
/// </summary>
internal sealed class Http1Handler(ConnectionCounter counter, int maxConnections, bool insecure = false, bool mayResend = false) : HttpMessageHandler
{
    private const int LongestBlockingBody = 64 * 1024;

    private readonly ConcurrentDictionary<PoolKey, ConnectionPool> _pools = new();
    private Known? _last;
    private volatile bool _disposed;

    /// <summary>Sends. The body of the answer is read as it is asked for, unless it is there already.</summary>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, buffered: false, cancellationToken);

    /// <summary>Sends, and waits: the calling thread is the scenario's own to block.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, buffered: false, cancellationToken).GetAwaiter().GetResult();

    /// <summary>False for TLS, and for a body that the connection's buffers may not hold: a server may answer before it has read all of it.</summary>
    public static bool MayBlock(HttpRequestMessage request) =>
        request.RequestUri is { IsAbsoluteUri: true } address && address.Scheme == Uri.UriSchemeHttp
        && (request.Content is null || request.Content.Headers.ContentLength <= LongestBlockingBody);

    /// <summary>Sends; with <paramref name="buffered"/> also reads the whole answer.</summary>
    /// <exception cref="HttpRequestException">No connection, a lost one, or an answer that is not HTTP.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended; the connection is closed.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool buffered, CancellationToken cancellationToken)
    {
        ConnectionPool pool;
        try
        {
            pool = PoolFor(request);
        }
        catch (Exception fault)
        {
            return Task.FromException<HttpResponseMessage>(fault);
        }

        // The usual case takes no state machine of its own: there is a connection, and it is open.
        return pool.TryRent() is { } connection && IsUsable(pool, connection)
            ? connection.SendAsync(request, buffered, mayResend, deadlines: null, cancellationToken)
            : SendLaterAsync(pool, request, buffered, cancellationToken);
    }

    /// <summary>Sends over a connection that is there, with its timeout, and reads the whole answer. Null, and nothing done, where there is none: it takes a token to wait for one.</summary>
    /// <exception cref="NotSupportedException">The address is not for HTTP.</exception>
    public Task<HttpResponseMessage>? TrySendAsync(HttpRequestMessage request, RequestDeadlines deadlines, CancellationToken cancellationToken)
    {
        var pool = PoolFor(request);
        return pool.TryRent() is not { } connection ? null
            : IsUsable(pool, connection) ? connection.SendAsync(request, buffered: true, mayResend, deadlines, cancellationToken)
            : null;
    }

    /// <summary>
    /// Sends what <see cref="MayBlock"/>, over connections for that alone, and waits on the calling thread, which is the caller's own, until the whole
    /// answer is there.
    /// </summary>
    /// <exception cref="HttpRequestException">No connection, a lost one, or an answer that is not HTTP.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> ended; the connection is closed.</exception>
    public HttpResponseMessage SendBlocking(HttpRequestMessage request, RequestDeadlines? deadlines, CancellationToken cancellationToken)
    {
        var pool = PoolFor(request, isBlocking: true);
        while (true)
        {
            var connection = pool.TryRent() ?? pool.RentAsync((request as TimedRequest)?.MostConnections ?? 0, cancellationToken).AsTask().GetAwaiter().GetResult();
            if (IsUsable(pool, connection))
            {
                return connection.SendAsync(request, buffered: true, mayResend, deadlines, cancellationToken).GetAwaiter().GetResult();
            }
        }
    }

    private async Task<HttpResponseMessage> SendLaterAsync(ConnectionPool pool, HttpRequestMessage request, bool buffered, CancellationToken cancellationToken)
    {
        var most = request is TimedRequest timed ? timed.MostConnections : 0;
        while (true)
        {
            var connection = await pool.RentAsync(most, cancellationToken).ConfigureAwait(false);
            if (IsUsable(pool, connection))
            {
                return await connection.SendAsync(request, buffered, mayResend, deadlines: null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool IsUsable(ConnectionPool pool, PooledConnection connection)
    {
        if (connection.IsUsable())
        {
            return true;
        }

        counter.Reconnected();
        pool.Drop(connection);
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        foreach (var pool in _pools.Values)
        {
            pool.Dispose();
        }

        base.Dispose(disposing);
    }

    private ConnectionPool PoolFor(HttpRequestMessage request, bool isBlocking = false)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var last = _last;
        if (last is not null && ReferenceEquals(last.Address, request.RequestUri) && last.Pool.Key.IsBlocking == isBlocking && (last.Pool.Key.TlsHost is null || request.Headers.Host is null))
        {
            return last.Pool;
        }

        var key = PoolKey.Of(request) with { IsBlocking = isBlocking };
        var pool = _pools.GetOrAdd(key, static (wanted, made) => new ConnectionPool(wanted, made.counter, made.maxConnections, made.insecure), (counter, maxConnections, insecure));
        _last = request.Headers.Host is null ? new Known(request.RequestUri!, pool) : null;
        return pool;
    }

    /// <summary>The address of the last request, which most often is that of the next one too, and its pool. Without a Host header of its own.</summary>
    private sealed record Known(Uri Address, ConnectionPool Pool);
}
