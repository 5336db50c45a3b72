using System.Buffers.Binary;
using System.IO.Compression;

namespace LoadLab.K6.Results;

/// <summary>The content of a file that may be compressed, by its first bytes. Counts what it reads of the file, and sees whether a gzip file has its end. Not thread-safe.</summary>
internal sealed class Decompression : IDisposable
{
    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    private static ReadOnlySpan<byte> Zstandard => [0x28, 0xb5, 0x2f, 0xfd];

    private readonly Tail _file;
    private readonly bool _isGzip;

    public Decompression(Stream file, Action<long>? onRead)
    {
        _file = new Tail(file, onRead);
        var start = _file.Peek(Zstandard.Length);
        _isGzip = start.StartsWith(Gzip);
        Kind = _isGzip ? "gzip" : start.SequenceEqual(Zstandard) ? "zstd" : "";
        Content = Kind switch
        {
            "gzip" => new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true),
            "zstd" => new ZstdSharp.DecompressionStream(_file, leaveOpen: true),
            _ => _file,
        };
    }

    /// <summary><c>gzip</c>, <c>zstd</c>, or empty.</summary>
    public string Kind { get; }

    /// <summary>What it holds.</summary>
    public Stream Content { get; }

    /// <summary>
    /// True when the end of a gzip file, which holds the length of its content (RFC 1952), does not agree: it was cut off. .NET reads such a file without a word.
    /// </summary>
    /// <param name="contentBytes">What was read of its content.</param>
    public bool IsCut(long contentBytes) => _isGzip && BinaryPrimitives.ReadUInt32LittleEndian(_file.LastFour) != (uint)contentBytes;

    public void Dispose()
    {
        if (!ReferenceEquals(Content, _file))
        {
            Content.Dispose();
        }

        _file.Dispose();
    }

    /// <summary>The file as it is, with its last four bytes.</summary>
    private sealed class Tail(Stream file, Action<long>? onRead) : Stream
    {
        private readonly byte[] _lastFour = new byte[4];
        private byte[] _peeked = [];
        private long _bytes;

        public ReadOnlySpan<byte> LastFour => _lastFour;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public ReadOnlySpan<byte> Peek(int most)
        {
            var start = new byte[most];
            _peeked = start[..file.ReadAtLeast(start, most, throwOnEndOfStream: false)];
            return _peeked;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read;
            if (_peeked.Length > 0)
            {
                read = Math.Min(buffer.Length, _peeked.Length);
                _peeked.AsSpan(0, read).CopyTo(buffer);
                _peeked = _peeked[read..];
            }
            else
            {
                read = file.Read(buffer);
            }

            Keep(buffer[..read]);
            _bytes += read;
            onRead?.Invoke(_bytes);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Keep(ReadOnlySpan<byte> read)
        {
            if (read.Length >= 4)
            {
                read[^4..].CopyTo(_lastFour);
            }
            else if (read.Length > 0)
            {
                _lastFour.AsSpan(read.Length).ToArray().CopyTo(_lastFour, 0);
                read.CopyTo(_lastFour.AsSpan(4 - read.Length));
            }
        }
    }
}
