using System.Net.Http;
using LoadLab.Engine.Messages;

namespace LoadLab.Engine.Connections;

/// <summary>Reads the body of an answer, without its framing.</summary>
internal sealed class ResponseBody
{
    private readonly Exchange _exchange;
    private readonly Wire _wire;
    private readonly HttpResponseMessage _answer;
    private readonly List<byte>? _trailer;
    private readonly bool _untilClose;
    private ChunkReader _chunks;
    private long _left;

    public ResponseBody(Exchange exchange, Wire wire, HttpHead head, HttpResponseMessage answer)
    {
        (_exchange, _wire, _answer) = (exchange, wire, answer);
        _untilClose = !head.Chunked && head.Length < 0;
        _left = head.Length;
        _trailer = head.Chunked ? [] : null;
        _chunks = new ChunkReader(_trailer);
    }

    /// <summary>True once it was read to its end.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Takes what has come. False when there is nothing, and more is to come.</summary>
    public bool TryRead(Span<byte> destination, out int read)
    {
        var bytes = _wire.Unread;
        bytes = bytes[..Math.Min(bytes.Length, destination.Length)];
        read = 0;
        if (IsAtEnd)
        {
            return true;
        }

        if (_trailer is not null)
        {
            return TryReadChunk(destination, out read);
        }

        if (!_untilClose && bytes.Length > _left)
        {
            bytes = bytes[..(int)_left];
        }

        bytes.CopyTo(destination);
        read = bytes.Length;
        _left -= _untilClose ? 0 : read;
        _wire.Consume(read);
        IsAtEnd = _left == 0;
        return read > 0 || IsAtEnd;
    }

    /// <summary>Reads some of it; 0 at its end.</summary>
    /// <exception cref="HttpIOException">The connection ended before, or these are no chunks.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        while (true)
        {
            if (TryRead(destination.Span, out var read))
            {
                return read;
            }

            if (!await _exchange.FillAsync().ConfigureAwait(false))
            {
                IsAtEnd = _untilClose ? true : throw Faults.LostInBody();
            }
        }
    }

    /// <summary>Reads all of it.</summary>
    public async ValueTask<byte[]> ReadAllAsync()
    {
        // A length that is announced is not yet one that comes.
        const int Largest = 1 << 20;
        var bytes = new byte[_left is > 0 and < Largest ? (int)_left + 1 : 4096];
        for (var filled = 0; ;)
        {
            var read = await ReadAsync(bytes.AsMemory(filled)).ConfigureAwait(false);
            filled += read;
            if (read == 0)
            {
                return bytes[..filled];
            }

            if (filled == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }
    }

    private bool TryReadChunk(Span<byte> destination, out int read)
    {
        while (true)
        {
            var bytes = _wire.Unread;
            bytes = bytes[..Math.Min(bytes.Length, destination.Length)];
            var part = _chunks.Next(bytes, out var consumed, out read);
            bytes[(consumed - read)..consumed].CopyTo(destination);
            _wire.Consume(consumed);
            switch (part)
            {
                case ChunkPart.Data:
                    return true;
                case ChunkPart.End:
                    IsAtEnd = true;
                    HeaderMemory.FillTrailer([.. _trailer!], _answer);
                    return true;
                case ChunkPart.Invalid:
                    throw new HttpIOException(HttpRequestError.InvalidResponse, "The answer is not valid HTTP: its body is not in chunks, as its head says.");
                default:
                    if (_wire.Unread.IsEmpty)
                    {
                        return false;
                    }

                    break;
            }
        }
    }
}
