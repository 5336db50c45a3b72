using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Reporting.Figures;
using static LoadLab.Reporting.Html.HtmlTable;

namespace LoadLab.Reporting.Html;

/// <summary>The slowest traced requests of a run.</summary>
internal static class HtmlTraces
{
    /// <summary>The section; nothing when no request was to be sampled.</summary>
    public static void Append(StringBuilder text, RunRecord record)
    {
        if (TraceWords.Summary(record) is not { } summary)
        {
            return;
        }

        text.Append("<section>\n<h2>").Append(Encode(TraceWords.Title)).Append("</h2>\n<p class=\"story\">").Append(Encode(summary)).Append("</p>\n");
        if (TraceWords.Slowest(record) is { Count: > 0 } slowest)
        {
            HtmlTable.Append(text, TraceWords.Columns, slowest.Take(PhaseTraces.MostOfAll).Select(one => (Cell[])
                [.. TraceWords.Cells(one.Phase, one.Trace, record).Select((cell, at) => at == 0 ? new Cell($"<code>{Encode(cell)}</code>") : cell)]));
        }

        text.Append("</section>\n");
    }
}
