using System.Globalization;
using System.Net.Http;

namespace LoadLab.Engine.Connections;

/// <summary>Where a request's content writes its body: behind the head, in one piece with it where it is short.</summary>
/// <param name="wire">The connection.</param>
/// <param name="buffer">The head.</param>
/// <param name="length">What the head announces; null for chunks.</param>
internal sealed class RequestBodyStream(Wire wire, RequestBuffer buffer, long? length) : Stream
{
    /// <summary>What is longer is not gathered, but written as it comes.</summary>
    private const int Gathered = 16 * 1024;

    private long _written;

    /// <summary>The connection broke while it was written to.</summary>
    public bool IsLost { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the body, and writes what is still in the buffer. False when the connection broke.</summary>
    /// <exception cref="HttpRequestException">The content wrote another length than it announced.</exception>
    public ValueTask<bool> EndAsync()
    {
        if (length is null)
        {
            buffer.Add("0\r\n\r\n"u8);
        }
        else if (_written != length)
        {
            throw Announced(_written);
        }

        return wire.WriteAsync(buffer.Bytes);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        if (bytes.Length < Gathered)
        {
            Gather(bytes.Span);
            await FlushAboveAsync(Gathered).ConfigureAwait(false);
            return;
        }

        Count(bytes.Length);
        if (length is null)
        {
            buffer.BeginChunk(bytes.Length);
        }

        await FlushAboveAsync(0).ConfigureAwait(false);
        await WriteOutAsync(bytes).ConfigureAwait(false);
        if (length is null)
        {
            buffer.Add("\r\n"u8);
        }
    }

    public override Task WriteAsync(byte[] bytes, int offset, int count, CancellationToken cancellationToken) => WriteAsync(bytes.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] bytes, int offset, int count) => Gather(bytes.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> bytes) => Gather(bytes);

    /// <summary>What is asked to go out goes out with what follows; a content that trickles flushes between, and then it does.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => _written > 0 ? FlushAboveAsync(0).AsTask() : Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] bytes, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Gather(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        Count(bytes.Length);
        if (length is null)
        {
            buffer.BeginChunk(bytes.Length);
        }

        buffer.Add(bytes);
        if (length is null)
        {
            buffer.Add("\r\n"u8);
        }
    }

    private void Count(int bytes)
    {
        _written += bytes;
        if (_written > length)
        {
            throw Announced(_written);
        }
    }

    private async ValueTask FlushAboveAsync(int most)
    {
        if (buffer.Bytes.Length > most)
        {
            await WriteOutAsync(buffer.Bytes).ConfigureAwait(false);
            buffer.Clear();
        }
    }

    private async ValueTask WriteOutAsync(ReadOnlyMemory<byte> bytes)
    {
        buffer.WasFlushed = true;
        if (!await wire.WriteAsync(bytes).ConfigureAwait(false))
        {
            IsLost = true;
            throw new IOException("The connection was closed while the request was written.");
        }
    }

    private HttpRequestException Announced(long bytes) => new(string.Create(
        CultureInfo.InvariantCulture, $"The request's content wrote {(bytes > length ? "more" : "only " + bytes.ToString(CultureInfo.InvariantCulture))} of the {length} bytes that its Content-Length announces."));
}
