using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadLab.Core.Text;

/// <summary>The escapes of strings in JSON (RFC 8259, 7). Pure functions; what is no escape stays as it is.</summary>
internal static class JsonEscapes
{
    private const string Letters = "bfnrt";
    private const string Meant = "\b\f\n\r\t";

    /// <summary>A string as it was meant. One that ends within an escape ends before it.</summary>
    public static string Remove(ReadOnlySpan<char> written)
    {
        if (!written.Contains('\\'))
        {
            return written.ToString();
        }

        var plain = new StringBuilder(written.Length);
        for (var at = 0; at < written.Length; at++)
        {
            if (written[at] != '\\')
            {
                plain.Append(written[at]);
                continue;
            }

            if (++at >= written.Length)
            {
                break;
            }

            if (written[at] == 'u' && at + 4 < written.Length && ushort.TryParse(written.Slice(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                at += 4;
            }
            else
            {
                plain.Append(Letters.IndexOf(written[at], StringComparison.Ordinal) is >= 0 and var letter ? Meant[letter] : written[at]);
            }
        }

        return plain.ToString();
    }

    /// <summary>A string as JSON has it between its quotes. Halves of characters, which it cannot have, are replaced.</summary>
    public static string Add(string plain) =>
        JsonEncodedText.Encode(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(plain)), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
