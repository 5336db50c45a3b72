using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace LoadLab.Engine.Connections;

/// <summary>One connection of a pool, made when its first request comes. Whoever rented it uses it alone; <see cref="Break"/> is thread-safe.</summary>
internal sealed class PooledConnection(ConnectionPool pool, ConnectionCounter counter)
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
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool buffered, bool mayResend, CancellationToken cancellationToken)
    {
        // Its Dispose waits for a break under way: a token never ends the request after this one.
        var onCancel = cancellationToken.UnsafeRegister(static connection => ((PooledConnection)connection!).Break(), this);
        try
        {
            var reused = _wire is not null;
            if (!reused)
            {
                await ConnectAsync(cancellationToken).ConfigureAwait(false);
            }

            var exchange = new Exchange(this, request, _request, _headers, pool.HostHeader);
            HttpResponseMessage? answer;
            try
            {
                answer = await exchange.SendAsync(buffered).ConfigureAwait(false);
            }
            catch (HttpRequestException) when (mayResend && reused && exchange.MayBeResent && !cancellationToken.IsCancellationRequested)
            {
                counter.Resent();
                Wire.Dispose();
                await ConnectAsync(cancellationToken).ConfigureAwait(false);
                answer = await exchange.ResendAsync(buffered).ConfigureAwait(false);
            }

            onCancel.Dispose();
            exchange.Finish();
            return answer;
        }
        catch (Exception fault)
        {
            onCancel.Dispose();
            pool.Drop(this);
            if (cancellationToken.IsCancellationRequested && fault is not OperationCanceledException)
            {
                throw new TaskCanceledException("The request was cancelled.", fault, cancellationToken);
            }

            throw;
        }
    }

    private async ValueTask ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            var wire = new Wire(counter);
            Volatile.Write(ref _wire, wire);
            if (_broken)
            {
                wire.Break();
            }

            await wire.ConnectAsync(pool.Key.EndPoint, pool.Key.Tls(pool.Insecure), cancellationToken).ConfigureAwait(false);
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
