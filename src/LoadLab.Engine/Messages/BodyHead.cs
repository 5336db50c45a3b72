namespace LoadLab.Engine.Messages;

/// <summary>Takes the first bytes of what is written to it, and lets the others go.</summary>
/// <param name="most">How many it takes.</param>
internal sealed class BodyHead(int most) : Stream
{
    private readonly byte[] _kept = new byte[most];
    private long _length;

    /// <summary>The first bytes.</summary>
    public byte[] Kept => _kept[..(int)Math.Min(_length, _kept.Length)];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>How many bytes were written.</summary>
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_length < _kept.Length)
        {
            buffer[..(int)Math.Min(buffer.Length, _kept.Length - _length)].CopyTo(_kept.AsSpan((int)_length));
        }

        _length += buffer.Length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
