using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using LoadLab.Engine.Connections;
using LoadLab.Sdk;

namespace LoadLab.Engine.Http;

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends the same bytes over and over. It is what makes <c>loadlab http</c> cheap: no message
/// objects, no pool, no timer and no allocation a request. A scenario uses <see cref="HttpClient"/> instead.
/// One request at a time.
/// </summary>
internal sealed class HttpConnection(HttpTarget target, byte[] request, EndPoint endPoint, ConnectionCounter counter, HttpErrorBodies errors, TimeProvider time) : IDisposable
{
    private static readonly long NotWaiting = long.MaxValue;

    private readonly bool _isHead = target.Method == "HEAD";
    private byte[] _buffer = new byte[4096];
    private Socket? _socket;
    private Stream? _tls;
    private bool _used;
    private long _deadline = NotWaiting;
    private volatile bool _timedOut;
    private volatile bool _disposed;

    /// <summary>Sends the request and reads the answer to its end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IResponse> SendAsync(CancellationToken cutOff)
    {
        counter.Requested();
        _timedOut = false;
        Volatile.Write(ref _deadline, time.GetTimestamp() + (long)(target.Timeout.TotalSeconds * time.TimestampFrequency));
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var reused = _used && _socket is not null;
                if (_socket is null)
                {
                    await ConnectAsync(cutOff).ConfigureAwait(false);
                }

                var (response, received) = await ExchangeAsync().ConfigureAwait(false);
                // A server may close an idle connection at any time: what was lost before its first byte on a used one is sent anew, once.
                if (response.Failure == FailureKind.Reset && !received && reused && attempt == 0 && !_timedOut && !_disposed)
                {
                    continue;
                }

                cutOff.ThrowIfCancellationRequested();
                return response;
            }
        }
        catch (Exception fault) when (fault is SocketException or IOException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            Close();
            cutOff.ThrowIfCancellationRequested();
            return _timedOut ? HttpResponses.Timeout : HttpResponses.Of(fault);
        }
        finally
        {
            Volatile.Write(ref _deadline, NotWaiting);
        }
    }

    /// <summary>Breaks the connection when its request has waited too long. Called by the sweeper's thread.</summary>
    public void CheckTimeout(long now)
    {
        if (now > Volatile.Read(ref _deadline))
        {
            _timedOut = true;
            _socket?.Dispose();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Close();
    }

    private async ValueTask ConnectAsync(CancellationToken cutOff)
    {
        counter.Open();
        var socket = OpenSocket();
        _socket = socket;
        await socket.ConnectAsync(endPoint, cutOff).ConfigureAwait(false);
        counter.Connected();
        _used = false;
        if (target.Address.Scheme == Uri.UriSchemeHttps)
        {
            var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false);
            _tls = tls;
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = target.Address.IdnHost,
                    RemoteCertificateValidationCallback = (_, _, _, errors) => target.Insecure || errors == SslPolicyErrors.None,
                },
                cutOff).ConfigureAwait(false);
            counter.HandshakeDone();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(IResponse Response, bool Received)> ExchangeAsync()
    {
        var received = false;
        try
        {
            await WriteAsync().ConfigureAwait(false);
            var parser = new HttpAnswerParser(_isHead, errors);
            var filled = 0;
            while (true)
            {
                var read = await ReadAsync(filled).ConfigureAwait(false);
                if (read == 0)
                {
                    Close();
                    return (_timedOut ? HttpResponses.Timeout : parser.IsCompleteAtClose ? errors.Of(parser.StatusCode, parser.Kept) : HttpResponses.ClosedEarly(received), received);
                }

                received = true;
                filled += read;
                switch (parser.Take(_buffer.AsSpan(0, filled), out var consumed))
                {
                    case HttpAnswerState.Complete:
                        _used = true;
                        // Bytes that nobody asked for: the next answer would be read from the wrong place.
                        if (!parser.KeepAlive || consumed < filled)
                        {
                            Close();
                        }

                        return (errors.Of(parser.StatusCode, parser.Kept), received);
                    case HttpAnswerState.Invalid:
                        Close();
                        return (HttpResponses.NotHttp, received);
                    case HttpAnswerState.Incomplete:
                        filled = Keep(filled, consumed);
                        break;
                    default:
                        throw new UnreachableException();
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or IOException or ObjectDisposedException)
        {
            Close();
            return (_timedOut ? HttpResponses.Timeout : HttpResponses.ClosedEarly(received), received);
        }
    }

    private ValueTask WriteAsync() => _tls is not null ? _tls.WriteAsync(request) : SendAllAsync();

    private ValueTask SendAllAsync()
    {
        var sending = _socket!.SendAsync(request.AsMemory(), SocketFlags.None);
        if (!sending.IsCompletedSuccessfully)
        {
            return FinishAsync(sending);
        }

        var sent = sending.Result;
        return sent == request.Length ? ValueTask.CompletedTask : FinishAsync(new ValueTask<int>(sent));
    }

    private async ValueTask FinishAsync(ValueTask<int> sending)
    {
        var sent = await sending.ConfigureAwait(false);
        while (sent < request.Length)
        {
            sent += await _socket!.SendAsync(request.AsMemory(sent), SocketFlags.None).ConfigureAwait(false);
        }
    }

    private ValueTask<int> ReadAsync(int filled) =>
        _tls is not null ? _tls.ReadAsync(_buffer.AsMemory(filled)) : _socket!.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None);

    /// <summary>Moves what was not consumed to the front, and makes room when a head does not fit or a body is long.</summary>
    private int Keep(int filled, int consumed)
    {
        var left = filled - consumed;
        if (left > 0 && consumed > 0)
        {
            Buffer.BlockCopy(_buffer, consumed, _buffer, 0, left);
        }

        if ((left == _buffer.Length || filled == _buffer.Length) && _buffer.Length <= HttpAnswerParser.LongestHead)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return left;
    }

    private Socket OpenSocket()
    {
        try
        {
            return new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }
        catch
        {
            counter.Closed();
            throw;
        }
    }

    private void Close()
    {
        _tls?.Dispose();
        _tls = null;
        if (Interlocked.Exchange(ref _socket, null) is { } socket)
        {
            socket.Dispose();
            counter.Closed();
        }
    }
}
