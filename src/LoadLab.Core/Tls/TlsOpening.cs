using System.Globalization;
using System.Text;

namespace LoadLab.Core.Tls;

/// <summary>What the first bytes of a server's answer to a TLS handshake say. Pure functions.</summary>
public static class TlsOpening
{
    /// <summary>The alert by which a server says that it has none of the protocols that were offered (ALPN).</summary>
    public const int NoApplicationProtocol = 120;

    private const byte Alert = 21;
    private const byte Handshake = 22;

    // RFC 8446, 6. What a client hears before it can read anything encrypted.
    private static readonly Dictionary<int, string> Alerts = new()
    {
        [10] = "unexpected_message",
        [40] = "handshake_failure: no cipher or version that both have, or it wants a certificate of the client",
        [42] = "bad_certificate",
        [43] = "unsupported_certificate",
        [47] = "illegal_parameter",
        [48] = "unknown_ca",
        [70] = "protocol_version: it speaks none of the versions that this machine allows",
        [71] = "insufficient_security",
        [80] = "internal_error",
        [86] = "inappropriate_fallback",
        [112] = "unrecognized_name: it does not know the host that was asked for",
        [116] = "certificate_required: it wants a certificate of the client",
        [NoApplicationProtocol] = "no_application_protocol",
    };

    /// <summary>True when what came is TLS: a record of a handshake, or an alert.</summary>
    public static bool IsTls(ReadOnlySpan<byte> opening) => opening.Length >= 3 && opening[0] is Alert or Handshake && opening[1] == 3;

    /// <summary>The reason that the bytes give; null when they give none.</summary>
    /// <param name="opening">The first bytes.</param>
    /// <param name="fault">What .NET said.</param>
    public static TlsFailedException? Explain(ReadOnlySpan<byte> opening, Exception fault)
    {
        if (opening.IsEmpty)
        {
            return null;
        }

        if (IsTls(opening))
        {
            return opening is [Alert, 3, _, 0, 2, _, var code, ..]
                ? new TlsFailedException(
                    string.Create(CultureInfo.InvariantCulture, $"the server refused the TLS handshake with alert {code} ({(Alerts.TryGetValue(code, out var name) ? name : "unknown")})"), "", fault, code)
                : null;
        }

        var line = FirstLine(opening);
        return line.StartsWith("HTTP/", StringComparison.Ordinal)
            ? new TlsFailedException($"this port speaks plain HTTP, no TLS: it answered '{line}'", "Write http:// and not https://.", fault)
            : new TlsFailedException($"this port does not speak TLS: it answered '{line}'", "", fault);
    }

    /// <summary>The first line of what came, without what a terminal would obey.</summary>
    public static string FirstLine(ReadOnlySpan<byte> opening) =>
        string.Concat(Encoding.Latin1.GetString(opening).Split('\r', '\n')[0].Select(letter => letter is >= ' ' and < (char)127 ? letter : '.'));
}
