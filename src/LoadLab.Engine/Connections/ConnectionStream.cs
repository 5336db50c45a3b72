namespace LoadLab.Engine.Connections;

/// <summary>What streams over a connection have in common: no position, no length, and a connection that a token, or forgetting the stream, closes.</summary>
internal abstract class ConnectionStream(PooledConnection connection) : Stream
{
    ~ConnectionStream() => Dispose(disposing: false);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var onCancel = cancellationToken.UnsafeRegister(static state => ((PooledConnection)state!).Break(), connection);
        try
        {
            return await ReadSomeAsync(buffer).ConfigureAwait(false);
        }
        catch (Exception fault) when (Wire.IsLoss(fault))
        {
            Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw fault is HttpIOException ? fault : Faults.LostInBody(fault);
        }
        finally
        {
            onCancel.Dispose();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override int Read(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var read = Read(bytes, 0, bytes.Length);
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads; 0 at the end.</summary>
    protected abstract ValueTask<int> ReadSomeAsync(Memory<byte> buffer);
}
