using System.Net;
using System.Text;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Html;

/// <summary>Writes tables. Plain cells are encoded here; a cell that is markup already says so.</summary>
internal static class HtmlTable
{
    /// <summary>A cell.</summary>
    /// <param name="Markup">Encoded content.</param>
    public readonly record struct Cell(string Markup)
    {
        public static implicit operator Cell(string text) => new(Encode(text));
    }

    /// <summary>Appends a table.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="columns">Column titles; one that starts with <c>&gt;</c> is right-aligned, with <c>|</c> has a rule before it, with <c>=</c> never wraps.</param>
    /// <param name="rows">Rows of as many cells.</param>
    /// <param name="firstIsTotal">True when the first row sums up the others.</param>
    public static void Append(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Cell>> rows, bool firstIsTotal = false)
    {
        text.Append("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (var column in columns)
        {
            text.Append("<th").Append(Class(column)).Append('>').Append(Encode(column.TrimStart('>', '|', '='))).Append("</th>");
        }

        text.Append("</tr></thead>\n<tbody>\n");
        var total = firstIsTotal;
        foreach (var row in rows)
        {
            text.Append(total ? "<tr class=\"total\">" : "<tr>");
            total = false;
            for (var i = 0; i < row.Count; i++)
            {
                text.Append("<td").Append(Class(columns[i])).Append('>').Append(row[i].Markup).Append("</td>");
            }

            text.Append("</tr>\n");
        }

        text.Append("</tbody></table></div>\n");
    }

    /// <summary>Text that is no markup; one that is very long is cut and says its length.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(PlainText.Inline(text));

    /// <summary>The same, whole, with its lines: a command that must be copied, a statement that unfolds.</summary>
    public static string EncodeWhole(string text) => WebUtility.HtmlEncode(PlainText.Whole(text));

    private static string Class(string column)
    {
        var names = (column.Contains('>', StringComparison.Ordinal) ? "n " : "") + (column.StartsWith('=') ? "w " : "") + (column.StartsWith('|') ? "split" : "");
        return names.Length == 0 ? "" : $" class=\"{names.Trim()}\"";
    }
}
