namespace LoadLab.K6.Requests;

/// <summary>
/// Lies between .NET's WebSocket and its connection, since that one neither sends a ping when asked nor tells of a ping or a pong (RFC 6455, 5.5). It reads
/// along and changes nothing. One reader; writers take turns.
/// </summary>
internal sealed class ControlFrames(Stream inner, Action<byte, byte[]> onControl) : Stream
{
    private const int Longest = 125;

    private readonly SemaphoreSlim _writing = new(1);
    private readonly byte[] _head = new byte[10];
    private readonly byte[] _payload = new byte[Longest];
    private int _endOfHandshake;
    private int _filled;
    private long _left;
    private int _taken;
    private bool _inPayload;
    private long _sent;
    private long _received;

    /// <summary>Bytes that were written, the handshake too, without those of TLS.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes that were read.</summary>
    public long Received => Interlocked.Read(ref _received);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Sends a ping.</summary>
    /// <param name="payload">At most 125 bytes.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task PingAsync(byte[] payload, CancellationToken cancellationToken)
    {
        // The mask of a client need not be random for what it sends itself; nought leaves the payload as it is.
        byte[] frame = [0x89, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
        await WriteAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _sent, buffer.Length);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _received, read);
        Follow(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous writes.");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _writing.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length;)
        {
            if (_endOfHandshake < 4)
            {
                _endOfHandshake = bytes[i] == (_endOfHandshake % 2 == 0 ? '\r' : '\n') ? _endOfHandshake + 1 : bytes[i] == '\r' ? 1 : 0;
                i++;
            }
            else if (_inPayload)
            {
                i += Take(bytes[i..]);
            }
            else
            {
                _head[_filled++] = bytes[i++];
                BeginPayload();
            }
        }
    }

    private void BeginPayload()
    {
        var size = _filled < 2 ? 2 : (_head[1] & 0x7f) switch { 126 => 4, 127 => 10, _ => 2 };
        if (_filled < size)
        {
            return;
        }

        _left = size switch
        {
            4 => System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(2)),
            10 => System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(_head.AsSpan(2)),
            _ => _head[1] & 0x7f,
        };
        (_inPayload, _filled, _taken) = (true, 0, 0);
        EndPayload();
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var part = bytes[..(int)Math.Min(_left, bytes.Length)];
        if (IsControl)
        {
            var room = part[..Math.Min(part.Length, Longest - _taken)];
            room.CopyTo(_payload.AsSpan(_taken));
            _taken += room.Length;
        }

        _left -= part.Length;
        EndPayload();
        return part.Length;
    }

    private bool IsControl => (_head[0] & 0x08) != 0;

    private void EndPayload()
    {
        if (_left > 0)
        {
            return;
        }

        _inPayload = false;
        if (IsControl)
        {
            onControl((byte)(_head[0] & 0x0f), _payload[.._taken]);
        }
    }
}
