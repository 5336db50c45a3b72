using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadLab.Engine.Recording;

/// <summary>Makes a line of any text: what a target sends must not move a terminal's cursor, end a row of a table or fill a report.</summary>
internal static partial class PlainLine
{
    /// <summary>The text without control characters, its white space as single spaces, cut to a length.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">Most characters; a cut text ends with <c>…</c>.</param>
    public static string Of(string text, int longest)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest) + 1);
        foreach (var c in Sequences().Replace(text, ""))
        {
            var isSpace = char.IsWhiteSpace(c) || char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
            if (isSpace && (line.Length == 0 || line[^1] == ' '))
            {
                continue;
            }

            if (line.Length >= longest)
            {
                return isSpace && text.AsSpan().Trim().Length <= longest ? line.ToString() : Cut(line);
            }

            line.Append(isSpace ? ' ' : c);
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>What tells a terminal to change its colour or move its cursor (ECMA-48, 5.4).</summary>
    [GeneratedRegex("\u001b(\\[[0-?]*[ -/]*[@-~]?|\\].*?(\u0007|\u001b\\\\|$))", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sequences();

    /// <summary>Never half a character.</summary>
    private static string Cut(StringBuilder line)
    {
        line.Length -= char.IsLowSurrogate(line[^1]) ? 2 : 1;
        return line.ToString().TrimEnd() + "…";
    }
}
