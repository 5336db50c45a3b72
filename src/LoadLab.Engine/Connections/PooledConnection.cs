using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using LoadLab.Core.Running;

namespace LoadLab.Engine.Connections;

/// <summary>One connection of a pool, made when its first request comes. Whoever rented it uses it alone; <see cref="Break"/> is thread-safe.</summary>
internal sealed class PooledConnection(ConnectionPool pool, ConnectionCounter counter) : RequestDeadline
{
    private readonly RequestBuffer _request = new();
    private readonly HeaderMemory _headers = new();
    private Wire? _wire;
    private volatile bool _broken;

    /// <summary>The connection's bytes. Only after it was made.</summary>
    public Wire Wire => _wire!;

    /// <summary>False when it was used before and has been closed since. Ask before each request.</summary>
    public bool IsUsable() => !_broken && (_wire is null || _wire.IsStillOpen());

    /// <summary>Ends what waits for it. Thread-safe.</summary>
    public void Break()
    {
        _broken = true;
        Volatile.Read(ref _wire)?.Break();
    }

    /// <summary>Closes it.</summary>
    public void Close()
    {
        _broken = true;
        _wire?.Dispose();
        Watcher?.Forget(this);
    }

    /// <summary>Gives it back to its pool when it can be used again.</summary>
    public void Release(bool reusable)
    {
        if (reusable && !_broken && !Wire.IsClosed && Wire.Unread.IsEmpty)
        {
            pool.Return(this);
        }
        else
        {
            // Bytes that nobody asked for: the next answer would be read from the wrong place.
            pool.Drop(this);
        }
    }

    /// <summary>Sends a request and reads its answer: to its end when <paramref name="buffered"/>, else to the end of its head.</summary>
    /// <param name="request">The request.</param>
    /// <param name="buffered">Read the body too.</param>
    /// <param name="mayResend">Send an idempotent one once more that was lost with a used connection before its answer began.</param>
    /// <param name="deadlines">Gives a request with <paramref name="buffered"/> its timeout; null when <paramref name="cancellationToken"/> alone ends it.</param>
    /// <param name="cancellationToken">Ends the request, and closes the connection.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, bool buffered, bool mayResend, RequestDeadlines? deadlines, CancellationToken cancellationToken)
    {
        // Its Dispose waits for a break under way: a token never ends the request after this one.
        var onCancel = cancellationToken.UnsafeRegister(static connection => ((PooledConnection)connection!).Break(), this);
        deadlines?.Begin(this);
        var exchange = new Exchange(this, request, _request, _headers);
        var timed = request as TimedRequest;
        var before = (Sent: _wire?.BytesSent ?? 0, Received: _wire?.BytesReceived ?? 0);
        try
        {
            exchange.Prepare(pool.HostHeader);
            mayResend &= _wire is not null;
            while (true)
            {
                if (_wire is null)
                {
                    await ConnectAsync(timed, cancellationToken).ConfigureAwait(false);
                }

                try
                {
                    timed?.MarkGotConnection(Wire.Facts);
                    exchange.Begin();
                    while (!exchange.HasHead())
                    {
                        exchange.Received(await exchange.ReadAsync().ConfigureAwait(false));
                    }

                    var answer = exchange.TakeHead(out var body);
                    if (body is not null)
                    {
                        await exchange.TakeBodyAsync(answer, body, buffered).ConfigureAwait(false);
                    }

                    if (buffered)
                    {
                        timed?.MarkEnded();
                        timed?.AddBytes(Wire.BytesSent - before.Sent, Wire.BytesReceived - before.Received);
                    }

                    onCancel.Dispose();
                    _broken |= deadlines is not null && End();
                    exchange.Finish();
                    return answer;
                }
                catch (Exception fault) when (mayResend && exchange.MayBeResent(fault) && !_broken && !cancellationToken.IsCancellationRequested)
                {
                    mayResend = false;
                    counter.Resent();
                    timed?.AddBytes(Wire.BytesSent - before.Sent, Wire.BytesReceived - before.Received);
                    before = default;
                    Wire.Dispose();
                    _wire = null;
                }
            }
        }
        catch (Exception fault)
        {
            onCancel.Dispose();
            timed?.AddBytes((_wire?.BytesSent ?? before.Sent) - before.Sent, (_wire?.BytesReceived ?? before.Received) - before.Received);
            var late = deadlines is not null && End();
            pool.Drop(this);
            var told = late ? deadlines!.Fault(fault)
                : cancellationToken.IsCancellationRequested && fault is not OperationCanceledException ? new TaskCanceledException("The request was cancelled.", fault, cancellationToken)
                : exchange.Explain(fault);
            if (!ReferenceEquals(told, fault))
            {
                throw told;
            }

            throw;
        }
    }

    protected override void Expire() => Break();

    private async ValueTask ConnectAsync(TimedRequest? timed, CancellationToken cancellationToken)
    {
        try
        {
            var wire = new Wire(counter, pool.Key.IsBlocking);
            Volatile.Write(ref _wire, wire);
            if (_broken)
            {
                wire.Break();
            }

            await wire.ConnectAsync(pool.Key.EndPoint, pool.Key.Tls(pool.Insecure), timed, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException fault)
        {
            var isName = fault.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData;
            throw new HttpRequestException(isName ? HttpRequestError.NameResolutionError : HttpRequestError.ConnectionError, $"{fault.Message} ({pool.Key.Host}:{pool.Key.Port})", fault);
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            throw new HttpRequestException(HttpRequestError.SecureConnectionError, $"TLS with {pool.Key.Host}:{pool.Key.Port} failed: {fault.Message}", fault);
        }
        catch (ObjectDisposedException fault)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was given up before it was made.", fault);
        }
    }
}
