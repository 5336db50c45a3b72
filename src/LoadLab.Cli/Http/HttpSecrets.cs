using System.Text;
using System.Text.RegularExpressions;
using LoadLab.Cli.Invocations;
using LoadLab.Core.Text;
using LoadLab.Engine.Messages;

namespace LoadLab.Cli.Http;

/// <summary>What of a request may be secret.</summary>
internal static partial class HttpSecrets
{
    private const int LargestBody = 1 << 20;

    private static readonly string[] Harmless =
    [
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Connection", "Content-Encoding", "Content-Language", "Content-Type", "DNT",
        "Expect", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "Origin", "Pragma", "Prefer", "Range", "TE", "User-Agent", "X-Requested-With",
    ];

    /// <summary>True for a header whose value tells nothing that must not be shown.</summary>
    public static bool IsHarmless(string header) => Harmless.Contains(header, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when a field whose name says that it is secret holds anything but a variable.</summary>
    public static bool HasPlainSecret(string body) => Fields().Matches(body).Any(field => !VariableText.IsReference(field.Groups["value"].Value));

    /// <summary>An address that cannot be read, in the message that says so: without user, password and query.</summary>
    public static string Shown(string address)
    {
        var text = SecretText.UnreadableAddress(address);
        return text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? text[..at] + "?…" : text;
    }

    /// <summary>Keeps the secrets of a request out of everything that is shown: a target may send them back in a message.</summary>
    public static void Conceal(HttpTarget target, Variables variables)
    {
        foreach (var (name, value) in target.Headers)
        {
            if (!IsHarmless(name))
            {
                variables.Conceal(value, SecretText.Redacted);
                variables.Conceal(value[(value.LastIndexOf(' ') + 1)..], SecretText.Redacted);
            }
        }

        if (target.Address.UserInfo.Length > 0)
        {
            SecretSettings.Conceal(target.Address, variables);
        }

        var body = target.Body.Length <= LargestBody ? Encoding.UTF8.GetString(target.Body.Span) : "";
        foreach (var field in Fields().Matches(body).Concat(Fields().Matches(target.Address.Query)))
        {
            variables.Conceal(field.Groups["value"].Value, SecretText.Redacted);
            variables.Conceal(Uri.UnescapeDataString(field.Groups["value"].Value), SecretText.Redacted);
        }
    }

    [GeneratedRegex(
        """(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|credentials?|authorization|signature|\bsig|\bpin|\bkey|\bauth)["']?\s*[:=]\s*(?:"(?<value>(?:[^"\\]|\\.)*)"|'(?<value>[^']*)'|(?<value>\$\{[^}]*\}|[^\s"'&,;}\]]+))""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Fields();
}
