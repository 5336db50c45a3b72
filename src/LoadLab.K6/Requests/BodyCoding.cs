using System.IO.Compression;

namespace LoadLab.K6.Requests;

/// <summary>Puts compression onto the bodies of requests, and takes it off those of answers, as k6 does whether it asked for it or not.</summary>
internal static class BodyCoding
{
    public static IReadOnlyList<string> Known { get; } = ["gzip", "deflate", "br", "zstd"];

    private static readonly byte[] s_end = Encode(End.ToArray(), ["gzip"]);

    /// <summary>What no cut body can end with by chance.</summary>
    private static ReadOnlySpan<byte> End => "\u0001the end of the body\u0002"u8;

    /// <exception cref="InvalidDataException">The body is no such data, or its end is missing.</exception>
    public static byte[] Decode(byte[] body, IEnumerable<string> encodings)
    {
        foreach (var encoding in encodings.Reverse())
        {
            Func<byte[], byte[]>? unpack = encoding.Trim().ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => UnpackGzip,
                "deflate" => UnpackDeflate,
                "br" => UnpackBrotli,
                "zstd" => packed => Unpack(new ZstdSharp.DecompressionStream(new MemoryStream(packed))),
                _ => null,
            };
            if (unpack is null || body.Length == 0)
            {
                return body;
            }

            body = unpack(body);
        }

        return body;
    }

    /// <summary>
    /// .NET's reader says nothing of an end that is missing. It reads one member after the other: so a member of our own is put behind the body, which is only
    /// found where it should be when the body is whole.
    /// </summary>
    private static byte[] UnpackGzip(byte[] packed)
    {
        var all = Unpack(new GZipStream(new MemoryStream([.. packed, .. s_end]), CompressionMode.Decompress));
        return all.AsSpan().EndsWith(End) ? all[..^End.Length] : throw new InvalidDataException("The gzip data is cut off, or something follows it.");
    }

    /// <summary>The same for zlib's form, whose last bytes are the sum of what was packed (RFC 1950).</summary>
    private static byte[] UnpackDeflate(byte[] packed)
    {
        var all = Unpack(new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress));
        var (a, b) = (1u, 0u);
        foreach (var one in all)
        {
            a = (a + one) % 65521;
            b = (b + a) % 65521;
        }

        return packed.Length >= 6 && System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(packed.AsSpan(packed.Length - 4)) == ((b << 16) | a)
            ? all : throw new InvalidDataException("The deflate data is cut off, or something follows it.");
    }

    /// <summary>.NET's stream says nothing of an end that is missing; what it stands on does.</summary>
    private static byte[] UnpackBrotli(byte[] packed)
    {
        // Not by using: calls on a variable that cannot change would be on copies of it.
        var decoder = default(BrotliDecoder);
        try
        {
            using var all = new MemoryStream();
            var (buffer, at) = (new byte[16 << 10], 0);
            while (true)
            {
                var state = decoder.Decompress(packed.AsSpan(at), buffer, out var read, out var written);
                all.Write(buffer, 0, written);
                at += read;
                if (state == System.Buffers.OperationStatus.Done)
                {
                    return all.ToArray();
                }

                if (state != System.Buffers.OperationStatus.DestinationTooSmall)
                {
                    throw new InvalidDataException("The br data is cut off, or is none.");
                }
            }
        }
        finally
        {
            decoder.Dispose();
        }
    }

    private static byte[] Unpack(Stream plain)
    {
        using (plain)
        {
            using var all = new MemoryStream();
            plain.CopyTo(all);
            return all.ToArray();
        }
    }

    /// <summary>Compresses by each in turn.</summary>
    public static byte[] Encode(byte[] body, IEnumerable<string> encodings)
    {
        foreach (var encoding in encodings)
        {
            // .NET's packers write nothing where there is nothing: no unpacker would read that.
            if (body.Length == 0 && encoding is ("gzip" or "deflate"))
            {
                body = encoding == "gzip" ? [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0] : [0x78, 0x9c, 3, 0, 0, 0, 0, 1];
                continue;
            }

            using var packed = new MemoryStream();
            using (Stream packer = encoding switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
                "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
                "br" => new BrotliStream(packed, CompressionLevel.Optimal),
                _ => new ZstdSharp.CompressionStream(packed),
            })
            {
                packer.Write(body);
            }

            body = packed.ToArray();
        }

        return body;
    }

    /// <summary>True for what the decoders say of bytes that are none of theirs.</summary>
    public static bool IsBroken(Exception fault) => fault is InvalidDataException or IOException or InvalidOperationException or ZstdSharp.ZstdException;
}
