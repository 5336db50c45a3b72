using System.Globalization;
using System.Text.RegularExpressions;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>Reads a <c>Set-Cookie</c> header by RFC 6265, section 5.2. What is no cookie is null.</summary>
internal static partial class SetCookieReader
{
    private static readonly string[] DateFormats = ["r", "ddd, dd-MMM-yyyy HH:mm:ss 'GMT'", "ddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    public static StoredCookie? Read(string header)
    {
        var parts = header.Split(';');
        var (name, value) = Pair(parts[0]);
        if (name.Length == 0 || !parts[0].Contains('=', StringComparison.Ordinal))
        {
            return null;
        }

        var cookie = new StoredCookie(name, value.Length >= 2 && value.StartsWith('"') && value.EndsWith('"') ? value[1..^1] : value);
        foreach (var part in parts.Skip(1))
        {
            var (key, text) = Pair(part);
            cookie = key.ToLowerInvariant() switch
            {
                "domain" => cookie with { Domain = text },
                "path" => cookie with { Path = text },
                "secure" => cookie with { Secure = true },
                "httponly" => cookie with { HttpOnly = true },
                "max-age" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) => cookie with { MaxAge = seconds <= 0 ? -1 : seconds },
                "expires" when ReadDate(text) is { } date => cookie with { Expires = date },
                _ => cookie,
            };
        }

        return cookie;
    }

    /// <summary>A date as cookies have it; null when it is none.</summary>
    /// <remarks>Whatever zone is named, it is read as UTC, as Go reads it.</remarks>
    public static DateTimeOffset? ReadDate(string written) => Read(written, Zone().Replace(written, " GMT"));

    private static DateTimeOffset? Read(string written, string text) =>
        DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
        || DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date) ? date.ToUniversalTime() : null;

    [GeneratedRegex(" [A-Z]{3,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Zone();

    private static (string Key, string Value) Pair(string part) =>
        part.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (part[..at].Trim(), part[(at + 1)..].Trim()) : (part.Trim(), "");
}
