using LoadLab.Engine.Connections;

namespace LoadLab.Engine.Http2;

/// <summary>
/// The bytes of an HTTP/2 connection, watched in both directions. A write that fails is left to the reader to judge: what the server said
/// before it closed (answers, and a GOAWAY that tells which requests it never took up) may still wait to be read, and .NET would not read it.
/// When the connection has ended, the reader gets what <see cref="ConnectionEnd"/> says, and then waits until it is told to close.
/// </summary>
internal sealed class WatchedStream : Stream
{
    private readonly Stream _inner;
    private readonly RequestFrames _requests;
    private readonly ResponseFrames _answers;
    private readonly StreamLedger _ledger;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte>? _end;
    private volatile bool _broken;

    public WatchedStream(Stream inner, ConnectionCounter counter)
    {
        _inner = inner;
        _ledger = new StreamLedger(counter);
        (_requests, _answers) = (new RequestFrames(_ledger), new ResponseFrames(_ledger));
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_end is null)
        {
            var (read, fault) = await ReadInnerAsync(buffer, cancellationToken).ConfigureAwait(false);

            // A read of nothing only waits until there is something.
            if (fault is null && (read > 0 || buffer.IsEmpty))
            {
                _answers.Received(buffer[..read]);
                return read;
            }

            End(fault);
        }

        if (_end!.Value.IsEmpty)
        {
            await _closed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(WatchedStream));
        }

        var given = Math.Min(buffer.Length, _end.Value.Length);
        _end.Value[..given].CopyTo(buffer);
        _end = _end.Value[given..];
        return given;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _requests.Sent(buffer.Span);
        if (_broken)
        {
            return;
        }

        try
        {
            await _inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            _broken = true;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _closed.TrySetResult();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<(int Read, IOException? Fault)> ReadInnerAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return (await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), null);
        }
        catch (IOException fault)
        {
            return (0, fault);
        }
    }

    /// <exception cref="Http2LostException">It ended where no frame can follow.</exception>
    private void End(IOException? fault)
    {
        _broken = true;
        if (!_answers.IsHttp2 || !_answers.IsBetweenFrames)
        {
            throw Http2LostException.After(_answers, fault);
        }

        var (last, lost) = _ledger.Ended();
        _end = ConnectionEnd.Frames(last, lost, _answers.GoAwayCode);
    }
}
