namespace LoadLab.Engine.Connections;

/// <summary>A connection after 101 Switching Protocols: bytes both ways, as a WebSocket wants them.</summary>
internal sealed class UpgradedStream(PooledConnection connection, Exchange exchange) : ConnectionStream(connection)
{
    private readonly Wire _wire = connection.Wire;
    private int _released;

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!await _wire.WriteAsync(buffer).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Faults.LostInBody();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    protected override async ValueTask<int> ReadSomeAsync(Memory<byte> buffer)
    {
        if (_wire.Unread.IsEmpty && !await exchange.FillAsync().ConfigureAwait(false))
        {
            return 0;
        }

        var read = Math.Min(buffer.Length, _wire.Unread.Length);
        _wire.Unread[..read].CopyTo(buffer.Span);
        _wire.Consume(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            exchange.Release(reusable: false);
        }

        base.Dispose(disposing);
    }
}
