using System.Security.Cryptography;
using System.Text;

namespace LoadLab.Core.Store;

/// <summary>
/// Closes an indented JSON document with its own checksum, and proves it again. The one room for it: every document of the store that has figures in it
/// is written and read through here.
/// </summary>
internal static class DocumentSeal
{
    private const string Key = "\"documentSha256\": \"";
    private const string End = "\"\n  }\n}";
    private const int HashLength = 64;

    /// <summary>The document with its seal as the last member.</summary>
    /// <param name="document">An indented JSON object that ends with <c>\n}</c>.</param>
    /// <param name="histograms">The histogram log that belongs to it; null for none.</param>
    public static byte[] Close(ReadOnlySpan<byte> document, FileSum? histograms = null)
    {
        if (!document.EndsWith("\n}"u8))
        {
            throw new ArgumentException("Not an indented JSON object.", nameof(document));
        }

        var head = new StringBuilder(",\n  \"seal\": {\n    ");
        if (histograms is { } sum)
        {
            head.Append(FormattableString.Invariant($"\"histogramBytes\": {sum.Bytes},\n    \"histogramSha256\": \"{sum.Sha256}\",\n    "));
        }

        byte[] body = [.. document[..^2], .. Encoding.UTF8.GetBytes(head.Append(Key).ToString())];
        return [.. body, .. Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body)) + End)];
    }

    /// <summary>Proves a document that was read.</summary>
    /// <param name="document">Its bytes.</param>
    /// <param name="seal">The seal that was read in it; null for none.</param>
    /// <exception cref="SealBrokenException">It is not what it was when it was sealed.</exception>
    public static void Prove(ReadOnlySpan<byte> document, SealDocument? seal)
    {
        if (!Prove(document) && seal is not null)
        {
            throw new SealBrokenException("the document was written anew by something else: its seal is not as LoadLab writes it");
        }
    }

    /// <summary>Proves a document; true when it is sealed, false when it never was, as those of older versions are.</summary>
    /// <exception cref="SealBrokenException">It is not what it was when it was sealed.</exception>
    public static bool Prove(ReadOnlySpan<byte> document)
    {
        var at = document.LastIndexOf(Encoding.UTF8.GetBytes(Key));
        if (at < 0)
        {
            return false;
        }

        var body = document[..(at + Key.Length)];
        var rest = document[body.Length..];
        if (rest.Length < HashLength || !rest[HashLength..].TrimEnd("\n"u8).SequenceEqual(Encoding.UTF8.GetBytes(End)))
        {
            throw Broken();
        }

        return rest[..HashLength].SequenceEqual(Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body)))) ? true : throw Broken();
    }

    /// <summary>The document as it was before it was closed.</summary>
    public static byte[] Open(ReadOnlySpan<byte> document)
    {
        var at = document.LastIndexOf(",\n  \"seal\": {\n"u8);
        return at < 0 ? document.ToArray() : [.. document[..at], .. "\n}"u8];
    }

    private static SealBrokenException Broken() => new("the document was edited: its checksum is another one");
}
