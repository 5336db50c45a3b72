using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>The slowest traced requests of a run.</summary>
internal static class MarkdownTraces
{
    /// <summary>The section; nothing when no request was to be sampled.</summary>
    public static void Append(StringBuilder text, RunRecord record)
    {
        if (TraceWords.Summary(record) is not { } summary)
        {
            return;
        }

        MarkdownText.Line(text, "## " + TraceWords.Title);
        MarkdownText.Line(text, MarkdownTable.Escape(summary));
        if (TraceWords.Slowest(record) is { Count: > 0 } slowest)
        {
            MarkdownTable.Append(text, TraceWords.Columns, slowest.Take(PhaseTraces.MostOfAll).Select(one => TraceWords.Cells(one.Phase, one.Trace, record)));
        }
    }
}
