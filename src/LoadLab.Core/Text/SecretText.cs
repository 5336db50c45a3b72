using System.Text.RegularExpressions;

namespace LoadLab.Core.Text;

/// <summary>The one redactor: what may be shown of a text that may hold a secret. Pure functions.</summary>
public static partial class SecretText
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Redacted = "(not stored)";

    private static readonly string[] SecretWords =
        ["password", "passwd", "pwd", "secret", "token", "apikey", "credential", "credentials", "requirepass", "masterauth", "connectionstring", "authorization", "cookie"];

    /// <summary>True when a value of this name is secret: its last word says so, whatever stands between its words.</summary>
    public static bool IsSecretName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var last = name[(name.LastIndexOf('.') + 1)..].Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return SecretWords.Any(word => last.EndsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// A secret as it may be shown: the variable that it came from, with the word before it (<c>Bearer ${TOKEN}</c>), or
    /// <see cref="Redacted"/>. Doing it twice changes nothing.
    /// </summary>
    public static string Value(string written) => Scheme().Match(written ?? "") is { Success: true } match ? match.Groups["before"].Value + "${" + match.Groups["name"].Value + "}" : Redacted;

    /// <summary>
    /// A connection string as it may be shown, of Npgsql, StackExchange.Redis or a URI. From the first password on nothing is shown, because where
    /// it ends cannot be known for sure, unless the password is a variable: <c>Host=db;Password=${PG_PASSWORD};Database=shop</c> is shown whole.
    /// Doing it twice changes nothing.
    /// </summary>
    public static string Connection(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (VariableText.IsReference(written) || written.StartsWith('@'))
        {
            return written;
        }

        if (Uri().Match(written) is { Success: true } uri)
        {
            // A password may hold '@' and '/': the last '@' ends it.
            var user = uri.Groups["user"].Value;
            var password = user.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? user[(colon + 1)..] : "";
            var shown = VariableText.IsReference(password) || password.Length == 0 ? user : user[..(user.IndexOf(':', StringComparison.Ordinal) + 1)] + Redacted;
            return uri.Groups["scheme"].Value + shown + "@" + Options(uri.Groups["rest"].Value);
        }

        // An address without its scheme: user:password@host.
        return Bare().Match(written) is { Success: true } bare && !VariableText.Has(written) ? $"{bare.Groups["user"].Value}:{Redacted}@{bare.Groups["rest"].Value}" : Options(written);
    }

    /// <summary>
    /// An address that cannot be read, as it may be shown in the message that says so. Where its password begins and ends is unknown, so that of one with a
    /// user nothing is shown but its scheme.
    /// </summary>
    public static string UnreadableAddress(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var begin = written.IndexOf("://", StringComparison.Ordinal);
        return written.Contains('@', StringComparison.Ordinal) ? (begin < 0 ? "" : written[..(begin + 3)]) + Redacted : Connection(written);
    }

    /// <summary>True when a connection string holds a password in plain.</summary>
    public static bool HasPassword(string connection) => Connection(connection).Contains(Redacted, StringComparison.Ordinal);

    /// <summary>An address as it may be shown: without user, password, query and fragment.</summary>
    public static string Address(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsAbsoluteUri ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : Redacted;
    }

    private static string Options(string text)
    {
        for (var at = 0; Password().Match(text, at) is { Success: true } match; at = match.Index + match.Length)
        {
            if (match.Groups["variable"].Length == 0)
            {
                return text[..match.Groups["value"].Index] + Redacted;
            }
        }

        return text;
    }

    [GeneratedRegex(@"^(?<before>(?:Bearer|Basic|Token|Digest|ApiKey|Negotiate) )?\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-[^}]*)?\}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?<user>.*)@(?<rest>[^@]*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Uri();

    [GeneratedRegex(@"^(?<user>[^:=@,;]*):[^=;]*@(?<rest>[^@=;]*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Bare();

    [GeneratedRegex(@"(?:password|passwd|passphrase|pwd|pass|psw|secret|token)\s*=\s*(?<value>(?<variable>\$\{[A-Za-z_][A-Za-z0-9_]*\}(?=\s*(?:[;,&]|$)))|)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
