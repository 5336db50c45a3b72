using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadLab.K6.Requests;

/// <summary>Answers a digest challenge (RFC 7616) with the user and password of the address.</summary>
internal static partial class DigestAnswer
{
    /// <summary>The <c>Authorization</c> header; null when there is no challenge that can be answered.</summary>
    public static string? To(string? challenge, Hop hop)
    {
        if (challenge is null || challenge.IndexOf("Digest ", StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at) || hop.Url.UserInfo.Length == 0)
        {
            return null;
        }

        var asked = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match part in Part().Matches(challenge[(at + 7)..]))
        {
            asked.TryAdd(part.Groups[1].Value, part.Groups[2].Success ? part.Groups[2].Value : part.Groups[3].Value);
        }

        var algorithm = asked.GetValueOrDefault("algorithm", "MD5");
        var isSession = algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase);
        var name = isSession ? algorithm[..^5] : algorithm;
        var offered = asked.GetValueOrDefault("qop", "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!asked.TryGetValue("nonce", out var nonce) || name.ToUpperInvariant() is not ("MD5" or "SHA-256") || (offered.Length > 0 && !offered.Contains("auth")))
        {
            return null;
        }

        var user = hop.Url.UserInfo.Split(':', 2);
        var (login, password) = (Uri.UnescapeDataString(user[0]), user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "");
        var realm = asked.GetValueOrDefault("realm", "");
        var own = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var first = Hash(name, $"{login}:{realm}:{password}");
        first = isSession ? Hash(name, $"{first}:{nonce}:{own}") : first;
        var second = Hash(name, $"{hop.Method.Method}:{hop.Url.PathAndQuery}");
        var isAuth = offered.Length > 0;
        var answer = Hash(name, isAuth ? $"{first}:{nonce}:00000001:{own}:auth:{second}" : $"{first}:{nonce}:{second}");
        var text = new StringBuilder($"Digest username=\"{Escaped(login)}\", realm=\"{Escaped(realm)}\", nonce=\"{nonce}\", uri=\"{hop.Url.PathAndQuery}\", response=\"{answer}\", algorithm={algorithm}");
        text.Append(asked.TryGetValue("opaque", out var opaque) ? $", opaque=\"{opaque}\"" : "");
        text.Append(isAuth ? $", qop=auth, nc=00000001, cnonce=\"{own}\"" : isSession ? $", cnonce=\"{own}\"" : "");
        return text.ToString();
    }

#pragma warning disable CA5351 // The server asks for it; nothing of LoadLab's own rests on it.
    private static string Hash(string algorithm, string text) => Convert.ToHexStringLower(
        algorithm.Equals("MD5", StringComparison.OrdinalIgnoreCase) ? MD5.HashData(Encoding.UTF8.GetBytes(text)) : SHA256.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    [GeneratedRegex("""([a-zA-Z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))""", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
