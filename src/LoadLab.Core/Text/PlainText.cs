using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadLab.Core.Text;

/// <summary>
/// The one filter of every output. Names, messages and paths come from users and targets: what moves a terminal's cursor or turns the direction of writing,
/// what XML does not know, and half a surrogate pair, which cannot be written as UTF-8 at all, must not get into a report, a file or a terminal.
/// </summary>
public static partial class PlainText
{
    /// <summary>Most characters that a cell, a line or a name is shown with.</summary>
    public const int LongestShown = 2_000;

    /// <summary>Stands for what may not be shown.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>The text of several lines. Line breaks (as LF) and tabs stay; what may not be shown is U+FFFD.</summary>
    public static string Whole(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = FirstBad(text);
        if (at < 0)
        {
            return text;
        }

        var plain = new StringBuilder(text, 0, at, text.Length);
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (IsPair(text, at))
            {
                plain.Append(c).Append(text[++at]);
            }
            else if (c == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
            {
                // The LF comes next.
            }
            else
            {
                plain.Append(c is '\u2028' or '\u2029' ? '\n' : IsBad(c) ? Replacement : c);
            }
        }

        return plain.ToString();
    }

    /// <summary>The text for the middle of a line: line breaks and tabs become spaces, and one that is very long is cut and says its length.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">Most characters.</param>
    public static string Inline(string text, int longest = LongestShown)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Whole(text.Length <= longest ? text : Head(text, longest));
        return (plain.AsSpan().ContainsAny('\n', '\t') ? plain.Replace('\n', ' ').Replace('\t', ' ') : plain) + Rest(text, longest);
    }

    /// <summary>The text as one line without control characters and what a terminal would obey, its white space as single spaces.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">Most characters; a cut text ends with <c>…</c></param>
    /// <param name="tellsLength">True to say how long a cut text was.</param>
    public static string Line(string text, int longest, bool tellsLength = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(Math.Min(text.Length, longest) + 1);
        var source = Sequences().Replace(text, "");
        for (var at = 0; at < source.Length; at++)
        {
            var c = source[at];
            var isSpace = char.IsWhiteSpace(c) || char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
            if (isSpace && (line.Length == 0 || line[^1] == ' '))
            {
                continue;
            }

            if (line.Length >= longest)
            {
                return isSpace && text.AsSpan().Trim().Length <= longest ? line.ToString() : Cut(line) + (tellsLength ? Length(text) : "");
            }

            if (IsPair(source, at))
            {
                line.Append(c).Append(source[++at]);
            }
            else
            {
                line.Append(isSpace ? ' ' : IsBad(c) ? Replacement : c);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>JSON on its way to a terminal: what may not be shown stands in it as its escape, so that no value changes.</summary>
    public static string Json(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var at = FirstBad(json);
        if (at < 0)
        {
            return json;
        }

        var plain = new StringBuilder(json, 0, at, json.Length + 16);
        for (; at < json.Length; at++)
        {
            var c = json[at];
            if (IsPair(json, at))
            {
                plain.Append(c).Append(json[++at]);
            }
            else if (c != '\r' && (IsBad(c) || c is '\u2028' or '\u2029'))
            {
                plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    /// <summary>A document of either kind: JSON keeps its values, everything else what may be shown.</summary>
    public static string Document(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith('{') ? Json(text) : Whole(text);
    }

    private static int FirstBad(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (IsPair(text, at))
            {
                at++;
            }
            else if (IsBad(c) || c is '\u2028' or '\u2029')
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsPair(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);

    /// <summary>Controls of both sets without tab and LF, halves of pairs, what is no character, and marks that turn the direction of writing.</summary>
    private static bool IsBad(char c) => c switch
    {
        '\t' or '\n' => false,
        < ' ' or (>= '\u007f' and <= '\u009f') => true,
        < '\u061c' => false,
        '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => true,
        '\ufeff' or (>= '\ufff9' and <= '\ufffb') or '\ufffe' or '\uffff' => true,
        _ => char.IsSurrogate(c),
    };

    private static string Head(string text, int longest) => text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)].TrimEnd();

    private static string Rest(string text, int longest) => text.Length <= longest ? "" : "…" + Length(text);

    private static string Length(string text) => string.Create(CultureInfo.InvariantCulture, $" ({text.Length:#,0} characters)");

    /// <summary>Never half a character.</summary>
    private static string Cut(StringBuilder line)
    {
        line.Length -= char.IsLowSurrogate(line[^1]) ? 2 : 1;
        return line.ToString().TrimEnd() + "…";
    }

    /// <summary>What tells a terminal to change its colour or move its cursor (ECMA-48, 5.4).</summary>
    [GeneratedRegex("\u001b(\\[[0-?]*[ -/]*[@-~]?|\\].*?(\u0007|\u001b\\\\|$))", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sequences();
}
