using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadLab.Core.Text;

/// <summary>The forms in which a secret comes back: as it is, in JSON, in a URL, and in base64 behind whatever stood before it. Pure.</summary>
internal static class SecretForms
{
    /// <summary>A shorter piece of base64 is found in words.</summary>
    private const int ShortestPiece = 6;

    /// <summary>All of them, the secret itself first.</summary>
    public static IReadOnlyList<string> Of(string secret) =>
    [
        .. new[]
        {
            secret, JsonEncodedText.Encode(secret).ToString(), JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret),
        }.Concat(Base64(secret)).Where(form => form.Length > 0).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The digits that depend on the secret alone, at each of the three places where it may begin, as they are and as a URL has them.</summary>
    private static IEnumerable<string> Base64(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var before = 0; before < 3; before++)
        {
            var whole = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var (from, until) = (((before * 8) + 5) / 6, (before + bytes.Length) * 8 / 6);
            if (until - from >= ShortestPiece)
            {
                var piece = whole[from..until];
                yield return piece;
                yield return Uri.EscapeDataString(piece);
                yield return JsonEncodedText.Encode(piece).ToString();
                yield return piece.Replace('+', '-').Replace('/', '_');
            }
        }
    }
}
