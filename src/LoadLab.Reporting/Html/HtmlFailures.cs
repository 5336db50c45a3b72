using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Reporting.Figures;
using static LoadLab.Reporting.Html.HtmlTable;

namespace LoadLab.Reporting.Html;

/// <summary>What failed: short at the top of the page, whole in each phase.</summary>
internal static class HtmlFailures
{
    /// <summary>So many kinds stand at the top.</summary>
    private const int MostOnTop = 4;

    /// <summary>So many of those that do not count.</summary>
    private const int MostOutside = 3;

    /// <summary>The section at the top; nothing when nothing failed.</summary>
    public static void Top(StringBuilder text, RunRecord record)
    {
        var (failed, outside) = FailureTable.Split(record);
        if (failed.Count + outside.Count == 0)
        {
            return;
        }

        text.Append("<section class=\"failed\">\n<h2>").Append(FailureWords.Title).Append("</h2>\n");
        Table(text, record, failed, MostOnTop);
        if (outside.Count > 0)
        {
            var others = outside.Where(row => !row.IsToldAlready).ToList();
            text.Append("<p class=\"meta\">").Append(Encode(FailureWords.Outside(outside))).Append("</p>\n");
            if (others.Count > 0)
            {
                text.Append("<ul class=\"story\">\n").AppendJoin("", others.Take(MostOutside).Select(row => $"<li>{Encode(FailureWords.Line(row, record))}</li>\n")).Append("</ul>\n");
                More(text, others.Count - MostOutside);
            }
        }

        text.Append("</section>\n");
    }

    /// <summary>All kinds of a phase.</summary>
    public static void Phase(StringBuilder text, RunRecord record, PhaseFigures phase)
    {
        Table(text, record, phase.Failed, int.MaxValue);
        if (phase.FailedOutside.Count > 0)
        {
            text.Append("<p class=\"meta\">").Append(Encode(FailureWords.Outside(phase.FailedOutside))).Append("</p>\n");
            Table(text, record, phase.FailedOutside, int.MaxValue);
        }
    }

    private static void Table(StringBuilder text, RunRecord record, IReadOnlyList<FailureRow> rows, int most)
    {
        if (rows.Count == 0)
        {
            return;
        }

        HtmlTable.Append(text, FailureWords.Columns, rows.Take(most).Select(row => (Cell[])
        [
            .. FailureWords.Cells(row, record).SkipLast(1).Select((cell, at) => at == 1 ? new Cell($"<span class=\"strong\">{Encode(cell)}</span>") : (Cell)cell),
            new(Said(row)),
        ]));
        More(text, rows.Count - most);
    }

    private static string Said(FailureRow row)
    {
        var message = FailureWords.Message(row);
        return $"<span class=\"said\">{Encode(message)}{(row.Body.Length == 0 ? "" : message.Length == 0 ? Encode(row.Body) : $"<span class=\"sub\">{Encode(row.Body)}</span>")}</span>";
    }

    private static void More(StringBuilder text, int kinds)
    {
        if (FailureWords.More(kinds) is { Length: > 0 } more)
        {
            text.Append("<p class=\"meta\">").Append(Encode(more)).Append(", in the phases below</p>\n");
        }
    }
}
