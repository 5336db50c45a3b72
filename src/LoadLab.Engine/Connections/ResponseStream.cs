namespace LoadLab.Engine.Connections;

/// <summary>The body of an answer as it comes. Read to its end, it gives the connection back; given up before, it closes it.</summary>
internal sealed class ResponseStream(PooledConnection connection, Exchange exchange, ResponseBody body) : ConnectionStream(connection)
{
    private int _released;

    protected override async ValueTask<int> ReadSomeAsync(Memory<byte> buffer)
    {
        if (buffer.IsEmpty || Volatile.Read(ref _released) != 0)
        {
            return buffer.IsEmpty || body.IsAtEnd ? 0 : throw new ObjectDisposedException(nameof(ResponseStream));
        }

        var read = await body.ReadAsync(buffer).ConfigureAwait(false);
        if (body.IsAtEnd)
        {
            Release(reusable: true);
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        Release(reusable: disposing && body.IsAtEnd);
        base.Dispose(disposing);
    }

    private void Release(bool reusable)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            exchange.Release(reusable);
        }
    }
}
