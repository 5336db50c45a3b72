using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Text;

namespace LoadLab.Engine.Messages;

/// <summary>An answer of HTTP/1.x of which the head and the beginning of the body were kept, as a message.</summary>
internal static class KeptAnswer
{
    /// <summary>Most bytes of a body that was packed.</summary>
    private const int MostUnpacked = 64 * 1024;

    /// <summary>Makes it.</summary>
    /// <param name="head">The head, whole.</param>
    /// <param name="body">The beginning of the body.</param>
    /// <param name="length">How many bytes the body has.</param>
    /// <param name="unpacked">The body without its <c>Content-Encoding</c>; null where it has none, is not whole, or cannot be unpacked.</param>
    public static HttpResponseMessage Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, long length, out byte[]? unpacked)
    {
        var status = HttpHead.NextLine(ref head);
        var answer = new HttpResponseMessage
        {
            StatusCode = (HttpStatusCode)(((status[9] - '0') * 100) + ((status[10] - '0') * 10) + status[11] - '0'),
            ReasonPhrase = Encoding.Latin1.GetString(status[12..]).Trim(),
            Version = status[7] == '0' ? HttpVersion.Version10 : HttpVersion.Version11,
            Content = new KeptContent(body.ToArray(), length),
        };
        while (!head.IsEmpty)
        {
            var line = Encoding.Latin1.GetString(HttpHead.NextLine(ref head));
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                Add(answer, line[..colon], line[(colon + 1)..].Trim());
            }
        }

        unpacked = body.Length == length ? Unpacked(body, answer.Content.Headers.ContentEncoding.LastOrDefault()) : null;
        return answer;
    }

    /// <summary>The same of an answer that is put away, with the beginning of its body.</summary>
    public static HttpResponseMessage Of(HttpResponseMessage answer, byte[] body, long length, out byte[]? unpacked)
    {
        var copy = new HttpResponseMessage(answer.StatusCode) { ReasonPhrase = answer.ReasonPhrase, Version = answer.Version, Content = new KeptContent(body, length) };
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            foreach (var value in values)
            {
                Add(copy, name, value);
            }
        }

        unpacked = body.Length == length ? Unpacked(body, copy.Content.Headers.ContentEncoding.LastOrDefault()) : null;
        return copy;
    }

    private static void Add(HttpResponseMessage answer, string name, string value)
    {
        if (!answer.Headers.TryAddWithoutValidation(name, value))
        {
            answer.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static byte[]? Unpacked(ReadOnlySpan<byte> body, string? encoding)
    {
        using var packed = new MemoryStream(body.ToArray());
        using Stream? reader = encoding switch
        {
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => null,
        };
        if (reader is null)
        {
            return null;
        }

        try
        {
            var result = new byte[MostUnpacked + 1];
            var length = reader.ReadAtLeast(result, result.Length, throwOnEndOfStream: false);
            return length > MostUnpacked ? null : result[..length];
        }
        catch (Exception wrong) when (wrong is InvalidDataException or InvalidOperationException)
        {
            return null; // Not packed as it says: it is shown as it came.
        }
    }

    /// <summary>The beginning of a body that knows how long the whole is.</summary>
    private sealed class KeptContent(byte[] beginning, long length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(beginning, 0, beginning.Length);

        protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) => stream.Write(beginning, 0, beginning.Length);

        protected override bool TryComputeLength(out long whole)
        {
            whole = length;
            return true;
        }
    }
}
