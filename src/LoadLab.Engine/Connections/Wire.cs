using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using LoadLab.Core.Running;
using LoadLab.Core.Tls;

namespace LoadLab.Engine.Connections;

/// <summary>
/// One TCP connection, with TLS where asked for, and the bytes that came and were not consumed. One request at a time; only
/// <see cref="Break"/> may be called from another thread. On a blocking one each call has ended when it returns: the thread that asked waits in the
/// kernel, which wakes it when the answer comes, and no other thread. Such a connection has no TLS.
/// </summary>
internal sealed class Wire : IDisposable
{
    /// <summary>What is this short always fits the empty send buffer of a connection that waits for nothing: it is sent without a wait.</summary>
    private const int ShortRequest = 4096;

    private const int LargestBuffer = 64 * 1024;

    private readonly ConnectionCounter _counter;
    private readonly bool _isBlocking;
    private readonly Socket _socket;
    private SslStream? _tls;
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private ValueTask<int> _reading;
    private bool _isReading;
    private bool _filled;
    private int _closed;
    private ConnectionFacts? _facts;

    /// <summary>A connection that is still to be made.</summary>
    /// <param name="counter">Counts it.</param>
    /// <param name="isBlocking">Each call waits on the thread that makes it.</param>
    /// <exception cref="SocketException">This process may not open more files.</exception>
    public Wire(ConnectionCounter counter, bool isBlocking = false)
    {
        (_counter, _isBlocking) = (counter, isBlocking);
        counter.Open();
        try
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }
        catch
        {
            counter.Closed();
            throw;
        }
    }

    /// <summary>Bytes that came and were not consumed.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Bytes that were written so far, without those of TLS.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Bytes that were read so far, without those of TLS.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Whom it leads to. Only after it was made.</summary>
    public ConnectionFacts Facts => _facts ??= ReadFacts();

    /// <summary>True once it was closed or broken, by whoever.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Connects, and shakes hands when <paramref name="tls"/> says with whom.</summary>
    public async ValueTask ConnectAsync(EndPoint endPoint, TlsTarget? tls, TimedRequest? timed, CancellationToken cancellationToken)
    {
        timed?.MarkConnectBegan();
        try
        {
            if (timed is not null && endPoint is DnsEndPoint name)
            {
                var addresses = _isBlocking ? Dns.GetHostAddresses(name.Host) : await Dns.GetHostAddressesAsync(name.Host, cancellationToken).ConfigureAwait(false);
                timed.MarkResolved();
                await ConnectAsync(addresses, name.Port, cancellationToken).ConfigureAwait(false);
            }
            else if (_isBlocking)
            {
                _socket.Connect(endPoint);
            }
            else
            {
                await _socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SocketException fault)
        {
            _counter.NotConnected(fault.SocketErrorCode);
            throw;
        }

        timed?.MarkConnected();
        _counter.Connected();
        if (tls is not null)
        {
            _tls = await TlsHandshake.AuthenticateAsync(new OpeningStream(_socket), tls, cancellationToken).ConfigureAwait(false);
            timed?.MarkSecured();
            _counter.HandshakeDone();
        }
    }

    /// <summary>
    /// Ask before anything is written on a connection that was used before. False when the peer has closed it, or sent what nobody asked
    /// for. It costs no system call unless it is blocking: the read that is tried here is the one that will bring the answer.
    /// </summary>
    public bool IsStillOpen()
    {
        try
        {
            if (_start == _end && !IsClosed)
            {
                if (_isBlocking)
                {
                    return !_socket.Poll(0, SelectMode.SelectRead);
                }

                BeginRead();
                return !_reading.IsCompleted;
            }
        }
        catch (Exception fault) when (fault is ObjectDisposedException or SocketException)
        {
            // Broken by another thread: closed.
        }

        return false;
    }

    /// <summary>Starts the read that <see cref="ReadAsync"/> ends, unless one is under way. A blocking one starts with <see cref="ReadAsync"/>.</summary>
    public void BeginRead()
    {
        if (!_isReading && !_isBlocking)
        {
            MakeRoom();
            var free = _buffer.AsMemory(_end);
#pragma warning disable CA2012 // Consumed once, in ReadAsync; one that is never consumed belongs to a connection that is closed.
            _reading = _tls is null ? _socket.ReceiveAsync(free, SocketFlags.None) : _tls.ReadAsync(free);
#pragma warning restore CA2012
            _isReading = true;
        }
    }

    /// <summary>Bytes that came, 0 when the peer has closed. Tell <see cref="Received"/>.</summary>
    public ValueTask<int> ReadAsync()
    {
        if (_isBlocking)
        {
            MakeRoom();
            return new ValueTask<int>(_socket.Receive(_buffer.AsSpan(_end)));
        }

        BeginRead();
        _isReading = false;
        var reading = _reading;
        _reading = default;
        return reading;
    }

    /// <summary>Adds what a read brought to <see cref="Unread"/>.</summary>
    public void Received(int count)
    {
        _end += count;
        BytesReceived += count;
        _filled = _end == _buffer.Length;
    }

    /// <summary>Forgets the first bytes of <see cref="Unread"/>.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    /// <summary>Writes. False when the connection broke meanwhile: the answer may have come all the same.</summary>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_isBlocking)
        {
            return new ValueTask<bool>(SendAll(bytes.Span));
        }

        if (_tls is null && bytes.Length <= ShortRequest)
        {
            var sent = TrySend(bytes.Span);
            return sent < 0 || sent == bytes.Length ? new ValueTask<bool>(sent >= 0) : WriteRestAsync(bytes[sent..]);
        }

        return WriteRestAsync(bytes);
    }

    /// <summary>Breaks it, so that what waits for it ends. Thread-safe.</summary>
    public void Break()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _socket.Dispose();
            _counter.Closed();
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        Break();
        _tls?.Dispose();
    }

    /// <summary>True for the exceptions of a connection that went away.</summary>
    public static bool IsLoss(Exception fault) => fault is SocketException or IOException or ObjectDisposedException;

    private ValueTask ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        if (!_isBlocking)
        {
            return _socket.ConnectAsync(addresses, port, cancellationToken);
        }

        _socket.Connect(addresses, port);
        return ValueTask.CompletedTask;
    }

    private bool SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = TrySend(bytes);
            if (sent < 0)
            {
                return false;
            }

            bytes = bytes[sent..];
        }

        return true;
    }

    private int TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = _socket.Send(bytes, SocketFlags.None, out var error);
            BytesSent += sent;
            return error == SocketError.Success ? sent : -1;
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    private async ValueTask<bool> WriteRestAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (_tls is not null)
            {
                await _tls.WriteAsync(bytes).ConfigureAwait(false);
                BytesSent += bytes.Length;
                return true;
            }

            while (!bytes.IsEmpty)
            {
                var sent = await _socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false);
                BytesSent += sent;
                bytes = bytes[sent..];
            }

            return true;
        }
        catch (Exception fault) when (IsLoss(fault))
        {
            return false;
        }
    }

    private ConnectionFacts ReadFacts()
    {
        var peer = _socket.RemoteEndPoint as IPEndPoint;
        var address = peer?.Address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : peer?.Address;
        return new ConnectionFacts(address?.ToString() ?? "", peer?.Port ?? 0, _tls is null ? null : VersionOf(_tls.SslProtocol), _tls?.NegotiatedCipherSuite.ToString());
    }

    private static string VersionOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "1.2",
        SslProtocols.Tls13 => "1.3",
        _ => protocol.ToString(),
    };

    /// <summary>Makes room for a read. A buffer that was filled to its end grows: the answers are long, or a head does not fit.</summary>
    private void MakeRoom()
    {
        var unread = Unread;
        if ((_filled && _buffer.Length < LargestBuffer) || unread.Length == _buffer.Length)
        {
            var larger = new byte[_buffer.Length * 2];
            unread.CopyTo(larger);
            _buffer = larger;
        }
        else if (_end == _buffer.Length)
        {
            unread.CopyTo(_buffer);
        }
        else
        {
            return;
        }

        (_start, _end, _filled) = (0, unread.Length, false);
    }
}
