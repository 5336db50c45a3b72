using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>What failed: short at the top of the report, whole in each phase.</summary>
internal static class MarkdownFailures
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

        MarkdownText.Line(text, "## " + FailureWords.Title);
        Table(text, record, failed, MostOnTop);
        if (outside.Count > 0)
        {
            MarkdownText.Line(text, MarkdownTable.Escape(FailureWords.Outside(outside)));
            var others = outside.Where(row => !row.IsToldAlready).ToList();
            if (others.Count > 0)
            {
                MarkdownText.Line(text, string.Join("\n", others.Take(MostOutside).Select(row => "- " + MarkdownTable.Escape(FailureWords.Line(row, record)))));
                More(text, others.Count - MostOutside);
            }
        }
    }

    /// <summary>All kinds of a phase.</summary>
    public static void Phase(StringBuilder text, RunRecord record, PhaseFigures phase)
    {
        Table(text, record, phase.Failed, int.MaxValue);
        if (phase.FailedOutside.Count > 0)
        {
            MarkdownText.Line(text, MarkdownTable.Escape(FailureWords.Outside(phase.FailedOutside)));
            Table(text, record, phase.FailedOutside, int.MaxValue);
        }
    }

    private static void Table(StringBuilder text, RunRecord record, IReadOnlyList<FailureRow> rows, int most)
    {
        if (rows.Count > 0)
        {
            MarkdownTable.Append(text, FailureWords.Columns, rows.Take(most).Select(row => FailureWords.Cells(row, record)));
            More(text, rows.Count - most);
        }
    }

    private static void More(StringBuilder text, int kinds)
    {
        if (FailureWords.More(kinds) is { Length: > 0 } more)
        {
            MarkdownText.Line(text, more + ", in the phases below.");
        }
    }
}
