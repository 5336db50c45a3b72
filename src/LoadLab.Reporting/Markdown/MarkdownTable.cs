using System.Text;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Markdown;

/// <summary>Writes GitHub-flavoured tables. Cells are escaped here and nowhere else.</summary>
internal static class MarkdownTable
{
    /// <summary>Appends a table.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="columns">Column titles; one that starts with <c>&gt;</c> is right-aligned.</param>
    /// <param name="rows">Rows of as many cells.</param>
    public static void Append(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append("| ").AppendJoin(" | ", columns.Select(column => Escape(column.TrimStart('>')))).Append(" |\n");
        text.Append('|').AppendJoin('|', columns.Select(column => column.StartsWith('>') ? " ---: " : " --- ")).Append("|\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(Escape)).Append(" |\n");
        }

        text.Append('\n');
    }

    /// <summary>Text that cannot end a cell, start markup or carry HTML; one that is very long is cut and says its length.</summary>
    public static string Escape(string cell)
    {
        var text = new StringBuilder(cell.Length + 8);
        foreach (var c in PlainText.Inline(cell))
        {
            text.Append(c switch
            {
                '|' or '\\' or '*' or '_' or '`' or '[' or ']' => "\\" + c,
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }
}
