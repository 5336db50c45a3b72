using System.Text.RegularExpressions;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>Finds secrets within a text that is neither JSON nor a form: XML, GraphQL, lines of JSON, JSON in a string.</summary>
internal static partial class SecretPairs
{
    /// <summary>The text with another in the place of each secret.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hide">Gets name and value, and gives what is written.</param>
    public static string Replace(string text, Func<string, string, string> hide)
    {
        foreach (var pattern in new[] { Element(), Pair(), Token() })
        {
            text = pattern.Replace(text, match =>
            {
                var (name, value) = (match.Groups["name"].Success ? match.Groups["name"].Value : "token", match.Groups["value"]);
                return IsSecret(name) ? $"{match.Value[..(value.Index - match.Index)]}{hide(name, value.Value)}{match.Value[(value.Index - match.Index + value.Length)..]}" : match.Value;
            });
        }

        return text;
    }

    // In a text 'key' is most often no secret: <item key="42">.
    private static bool IsSecret(string name) => SecretWords.IsName(name) && !name.Equals("key", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"<(?:[\w.-]+:)?(?<name>[\w.-]+)(?:\s[^<>]*)?>(?<value>[^<>\s][^<>]*)</")]
    private static partial Regex Element();

    // A quote may be escaped: JSON that stands in a string.
    [GeneratedRegex("""(?<![\w.-])(?<name>[A-Za-z_][\w.-]*)(?:\\?["'])?\s*[:=]\s*\\?(?<quote>["'])(?<value>(?:\\.|(?!\k<quote>)[^\\\r\n])+?)\\?\k<quote>""")]
    private static partial Regex Pair();

    [GeneratedRegex(@"(?<value>eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)")]
    private static partial Regex Token();
}
