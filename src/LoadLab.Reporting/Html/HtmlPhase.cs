using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;
using static LoadLab.Reporting.Html.HtmlTable;

namespace LoadLab.Reporting.Html;

/// <summary>The part of the page on one phase.</summary>
internal static class HtmlPhase
{
    public static void Append(StringBuilder text, RunRecord record, PhaseFigures phase)
    {
        text.Append("<section>\n<h2>Phase ").Append(Encode(phase.Result.Name)).Append("</h2>\n");
        text.Append("<p class=\"story\">").Append(Encode(PhaseWords.Offered(phase))).Append("</p>\n");
        Counts(text, phase);
        HtmlTable.Append(
            text,
            ["Step", ">Ok", ">Failed", "|>Response P50", ">P95", ">P99", ">Max", "|>Service P50", ">P95", ">P99", ">Max", "|Status codes"],
            new[] { phase.All }.Concat(phase.ShownSteps).Select(step => (Cell[])
            [
                PhaseWords.StepName(step, phase),
                Units.Count(step.Ok),
                step.Failed == 0 ? "0" : new Cell($"<span style=\"color:var(--bad)\">{Units.Count(step.Failed)}</span>"),
                .. Times(step.Response),
                .. Times(step.Service),
                PhaseWords.Codes(step),
            ]),
            firstIsTotal: true);
        if (phase.LeftOut.Length > 0)
        {
            text.Append("<p class=\"meta\">").Append(Encode(phase.LeftOut)).Append("</p>\n");
        }

        HtmlFailures.Phase(text, record, phase);
        text.Append("<p class=\"meta\">").Append(Encode(PhaseWords.Small(phase))).Append("</p>\n</section>\n");
    }

    private static void Counts(StringBuilder text, PhaseFigures phase)
    {
        var counts = phase.Result.Measured;
        text.Append("<p class=\"figures\"><span>");
        text.Append(Figure(counts.Scheduled, "scheduled")).Append(" = ").Append(Figure(counts.Started, "started")).Append(" + ").Append(Figure(counts.Dropped, "dropped"));
        text.Append("</span><span>").Append(Figure(counts.Started, "started")).Append(" = ").Append(Figure(counts.Ok, "ok")).Append(" + ");
        text.Append(Figure(counts.Failed, "failed")).Append(" + ").Append(Figure(counts.Interrupted, "interrupted")).Append("</span>");
        text.Append(counts.AddUp ? "" : "<span class=\"pill bad\">does not add up</span>").Append("</p>\n");
    }

    private static string Figure(long count, string name) => $"<b>{Units.Count(count)}</b> {name}";

    private static Cell[] Times(TimeFigures times) =>
        [Units.Milliseconds(times.P50), Units.Milliseconds(times.P95), Units.Milliseconds(times.P99), Units.Milliseconds(times.Max)];
}
