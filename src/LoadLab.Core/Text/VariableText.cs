using System.Text;
using System.Text.RegularExpressions;

namespace LoadLab.Core.Text;

/// <summary>
/// The form of variables in texts: <c>${NAME}</c>, <c>${NAME:-what stands there when it is not set or empty}</c>, and <c>$${</c> for a
/// literal <c>${</c>. A single <c>$</c> is no variable. Pure functions.
/// </summary>
public static partial class VariableText
{
    /// <summary>True when the text holds a variable, or what looks like the start of one.</summary>
    public static bool Has(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>True when the text is one variable and nothing else, without a default.</summary>
    public static bool IsReference(string text) => Reference().IsMatch(text);

    /// <summary>True for a name that a variable can have: letters, digits and '_', not a digit first.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>The text with its variables replaced.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="find">The value of a variable; null when it is not set.</param>
    /// <param name="missing">Told the name of each variable that is not set and has no default; it stays as it is written.</param>
    /// <param name="broken">Told each piece that begins as a variable and is none.</param>
    public static string Expand(string text, Func<string, string?> find, Action<string> missing, Action<string> broken)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(missing);
        ArgumentNullException.ThrowIfNull(broken);
        if (!Has(text))
        {
            return text;
        }

        var expanded = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var start)
        {
            if (start > at && text[start - 1] == '$')
            {
                expanded.Append(text, at, start - 1 - at).Append("${");
                at = start + 2;
                continue;
            }

            expanded.Append(text, at, start - at);
            var end = text.IndexOf('}', start);
            var inner = end < 0 ? text[(start + 2)..] : text[(start + 2)..end];
            var (name, otherwise) = inner.IndexOf(":-", StringComparison.Ordinal) is >= 0 and var colon ? (inner[..colon], inner[(colon + 2)..]) : (inner, null);
            at = end < 0 ? text.Length : end + 1;
            var written = text[start..at];
            if (end < 0 || !IsName(name))
            {
                broken(end < 0 ? "${" : written);
                expanded.Append(written);
            }
            else if (find(name) is { } value && (value.Length > 0 || otherwise is null))
            {
                expanded.Append(value);
            }
            else if (otherwise is not null)
            {
                expanded.Append(otherwise);
            }
            else
            {
                missing(name);
                expanded.Append(written);
            }
        }

        return expanded.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The text so that <see cref="Expand"/> gives it back: each <c>${</c> in it is literal.</summary>
    public static string Escape(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    [GeneratedRegex(@"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
