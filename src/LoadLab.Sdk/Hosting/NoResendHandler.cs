using System.Net.Http;

namespace LoadLab.Sdk.Hosting;

/// <summary>
/// .NET's handler, without what it does in silence: a request that was lost with a used connection it sends once more, whatever the method.
/// Here its second writing fails, so that the loss is the failure that it is.
/// </summary>
internal sealed class NoResendHandler : DelegatingHandler
{
    /// <summary>The request that the flow of control is in.</summary>
    private static readonly AsyncLocal<Sent?> Current = new();

    public NoResendHandler(SocketsHttpHandler sockets)
        : base(sockets) =>
        sockets.PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(
            context.NegotiatedHttpVersion.Major >= 2 ? context.PlaintextStream : new WatchedStream(context.PlaintextStream));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Current.Value = new Sent();
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var before = Current.Value;
        Current.Value = new Sent();
        try
        {
            return base.Send(request, cancellationToken);
        }
        finally
        {
            Current.Value = before;
        }
    }

    /// <summary>On which connection a request was written and has no answer yet.</summary>
    private sealed class Sent
    {
        public WatchedStream? Unanswered { get; set; }
    }

    /// <summary>A connection that knows whose bytes were written last, and lets no request be written on two.</summary>
    private sealed class WatchedStream(Stream inner) : Stream
    {
        private Sent? _last;

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => false;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Answered(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => Answered(inner.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Answered(inner.Read(buffer));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes();
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes();
            inner.Write(buffer);
        }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Answered(int read)
        {
            // From here on it is no loss: a redirect, for one, is written on another connection.
            if (read > 0 && _last is not null)
            {
                _last.Unanswered = null;
            }

            return read;
        }

        private void Writes()
        {
            if (Current.Value is not { } sent)
            {
                return;
            }

            if (sent.Unanswered is not null && sent.Unanswered != this)
            {
                throw new IOException("The connection was closed before the answer. The request may have been processed, and is not sent again.");
            }

            sent.Unanswered = this;
            _last = sent;
        }
    }
}
