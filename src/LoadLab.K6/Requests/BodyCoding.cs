using System.IO.Compression;

namespace LoadLab.K6.Requests;

/// <summary>Puts compression onto the bodies of requests, and takes it off those of answers, as k6 does whether it asked for it or not.</summary>
internal static class BodyCoding
{
    public static IReadOnlyList<string> Known { get; } = ["gzip", "deflate", "br", "zstd"];

    public static byte[] Decode(byte[] body, IEnumerable<string> encodings)
    {
        foreach (var encoding in encodings.Reverse())
        {
            using var packed = new MemoryStream(body);
            using Stream? plain = encoding.Trim().ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
                "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
                "br" => new BrotliStream(packed, CompressionMode.Decompress),
                "zstd" => new ZstdSharp.DecompressionStream(packed),
                _ => null,
            };
            if (plain is null || body.Length == 0)
            {
                return body;
            }

            using var all = new MemoryStream();
            plain.CopyTo(all);
            body = all.ToArray();
        }

        return body;
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
