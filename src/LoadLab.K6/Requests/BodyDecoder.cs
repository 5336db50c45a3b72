using System.IO.Compression;

namespace LoadLab.K6.Requests;

/// <summary>Takes the compression off a body, as k6 does whether it asked for it or not.</summary>
internal static class BodyDecoder
{
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
}
