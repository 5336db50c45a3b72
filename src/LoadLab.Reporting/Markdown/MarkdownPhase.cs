using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>The part of the Markdown report on one phase.</summary>
internal static class MarkdownPhase
{
    public static void Append(StringBuilder text, RunRecord record, PhaseFigures phase)
    {
        MarkdownText.Line(text, $"## Phase {MarkdownTable.Escape(phase.Result.Name)}");
        MarkdownText.Line(text, MarkdownTable.Escape(PhaseWords.Offered(phase)));
        Counts(text, phase.Result.Measured);
        Steps(text, phase);
        if (phase.LeftOut.Length > 0)
        {
            MarkdownText.Line(text, MarkdownTable.Escape(phase.LeftOut));
        }

        MarkdownFailures.Phase(text, record, phase);
        MarkdownText.Line(text, MarkdownTable.Escape(PhaseWords.Small(phase)));
    }

    private static void Counts(StringBuilder text, Counts counts) => MarkdownTable.Append(
        text,
        [">Scheduled", ">= Started", ">+ Dropped", "", ">Started", ">= Ok", ">+ Failed", ">+ Interrupted"],
        [[
            Units.Count(counts.Scheduled), Units.Count(counts.Started), Units.Count(counts.Dropped), counts.AddUp ? "✓" : "✗ does not add up",
            Units.Count(counts.Started), Units.Count(counts.Ok), Units.Count(counts.Failed), Units.Count(counts.Interrupted),
        ]]);

    private static void Steps(StringBuilder text, PhaseFigures phase) => MarkdownTable.Append(
        text,
        ["Step", ">Ok", ">Failed", ">Response P50", ">P95", ">P99", ">Max", ">Service P50", ">P95", ">P99", ">Max", "Status codes"],
        new[] { phase.All }.Concat(phase.ShownSteps).Where(step => step.Ok + step.Failed > 0 || step == phase.All).Select(step => (string[])
        [
            PhaseWords.StepName(step, phase),
            Units.Count(step.Ok),
            Units.Count(step.Failed),
            .. Times(step.Response),
            .. Times(step.Service),
            PhaseWords.Codes(step),
        ]));

    private static string[] Times(TimeFigures times) =>
        [Units.Milliseconds(times.P50), Units.Milliseconds(times.P95), Units.Milliseconds(times.P99), Units.Milliseconds(times.Max)];
}
