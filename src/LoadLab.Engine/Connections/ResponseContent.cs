using System.Net;
using System.Net.Http;

namespace LoadLab.Engine.Connections;

/// <summary>The body of an answer: bytes that are there, or a stream that waits for them.</summary>
internal sealed class ResponseContent : HttpContent
{
    private byte[] _bytes = [];
    private bool _hasLength;
    private Stream? _stream;
    private bool _wasRead;

    /// <summary>The body is these bytes.</summary>
    public void Set(byte[] bytes) => (_bytes, _hasLength) = (bytes, true);

    /// <summary>The body comes from a stream.</summary>
    public void Set(Stream stream) => _stream = stream;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        TakeStream() is { } body ? body.CopyToAsync(stream, cancellationToken) : stream.WriteAsync(_bytes, cancellationToken).AsTask();

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (TakeStream() is { } body)
        {
            body.CopyTo(stream);
        }
        else
        {
            stream.Write(_bytes);
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(CreateContentReadStream(CancellationToken.None));

    /// <summary>Who reads it all may take its bytes as they are, and must not change them.</summary>
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => TakeStream() ?? new MemoryStream(_bytes, 0, _bytes.Length, writable: false, publiclyVisible: true);

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return _hasLength;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Stream? TakeStream()
    {
        if (_stream is not null && _wasRead)
        {
            throw new InvalidOperationException("The body comes from the connection, and was read already.");
        }

        _wasRead = true;
        return _stream;
    }
}
