using System.Globalization;
using System.Text;
using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>The text of the Markdown report. A pure function of the judged run.</summary>
internal static class MarkdownText
{
    /// <summary>The whole report.</summary>
    /// <param name="run">The judged run.</param>
    /// <param name="noChart">Why there is no chart; null when there is one.</param>
    public static string Of(JudgedRun run, string? noChart)
    {
        var (record, evaluation) = run;
        var phases = PhaseFigures.Of(record);
        var text = new StringBuilder();
        Line(text, $"# {Icon(run.Decision)} {RunStory.Decision(run.Decision)}: {Escape(record.Plan.Suite)}");
        Line(text, $"{record.StartedAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC · run `{record.RunId}`"
            + (record.Plan.Description.Length > 0 ? " · " + Escape(record.Plan.Description) : ""));
        Line(text, string.Join(" ", (run.Gate is { } gate ? GateTable.Why(gate) : []).Concat(RunStory.Tell(record, evaluation, phases)).Select(Escape)));
        if (run.Gate is not null)
        {
            MarkdownGate.Append(text, run.Gate);
        }

        foreach (var line in DecisionText.Lines(record, evaluation))
        {
            Line(text, Escape(line));
        }

        MarkdownCapacity.Append(text, evaluation);
        MarkdownFailures.Top(text, record);
        Verdicts(text, evaluation);
        Line(text, noChart is null ? $"![Response time, throughput and saturation over time]({MarkdownReport.ChartFileName})" : $"> **No chart.** {Escape(noChart)}");
        Faults(text, evaluation);
        Burns(text, evaluation);
        Alerts(text, evaluation);
        Findings(text, record, evaluation);
        foreach (var phase in phases)
        {
            MarkdownPhase.Append(text, record, phase);
        }

        MarkdownTraces.Append(text, record);
        foreach (var table in CustomTables.Of(record).Concat(record.Tables))
        {
            Line(text, $"## {Escape(table.Title)}");
            MarkdownTable.Append(text, ProbeTables.Columns(table), table.Rows.Select(row => ProbeTables.Row(table, row)));
        }

        Probes(text, record);
        Reproduce(text, record);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Verdicts(StringBuilder text, RunEvaluation evaluation)
    {
        Line(text, "## Verdicts");
        Verdicts(text, RunStory.Deciding(evaluation));
        if (RunStory.Beside(evaluation) is { Count: > 0 } beside)
        {
            Line(text, $"<details><summary>{Escape(RunStory.BesideInWords(beside))}</summary>");
            Verdicts(text, beside);
            Line(text, "</details>");
        }
    }

    private static void Verdicts(StringBuilder text, IReadOnlyList<SloVerdict> verdicts)
    {
        MarkdownTable.Append(
            text,
            ["Verdict", "SLO", ">Measured", ">95 % interval", ">Must be", ">Samples", "Where", "Source"],
            verdicts.Select(verdict => (string[])
            [
                $"{Icon(verdict.Verdict)} {RunStory.Name(verdict.Verdict)}",
                verdict.Title + (verdict.Required ? "" : " (not required)"),
                RunStory.Measured(verdict),
                RunStory.Interval(verdict),
                Units.Limit(verdict.Limit, verdict.Comparison, verdict.Unit),
                Units.Count(verdict.Samples),
                Where(verdict),
                $"{verdict.Tier.Label()} {verdict.Source}",
            ]));
        var open = verdicts.Where(verdict => verdict.Verdict != Verdict.Pass).ToList();
        foreach (var verdict in open)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{RunStory.Name(verdict.Verdict)}** {Escape(verdict.Title)}: {Escape(verdict.Reason)}\n");
        }

        if (open.Count > 0)
        {
            text.Append('\n');
        }
    }

    private static string Where(SloVerdict verdict) => string.Join(", ", new[]
    {
        verdict.Phase,
        verdict.FirstCrossedSecond is { } second ? $"crossed from {Units.Clock(second)} on" : "",
    }.Where(part => part.Length > 0));

    private static void Faults(StringBuilder text, RunEvaluation evaluation)
    {
        if (evaluation.Faults.Count == 0)
        {
            return;
        }

        Line(text, "## Broken on purpose");
        Line(text, string.Join("\n", evaluation.Faults.Select(fault => "- " + Escape(FaultText.Line(fault)))));
    }

    private static void Burns(StringBuilder text, RunEvaluation evaluation)
    {
        if (BurnTable.Rows(evaluation) is { Count: > 0 } rows)
        {
            Line(text, "## Error budget, if this went on");
            Line(text, Escape(BurnTable.Note));
            MarkdownTable.Append(text, BurnTable.Columns, rows);
        }
    }

    private static void Alerts(StringBuilder text, RunEvaluation evaluation)
    {
        if (evaluation.Alerts.Count == 0)
        {
            return;
        }

        Line(text, "## Alerts that production would have seen");
        Line(text, Escape(AlertText.Note));
        if (AlertTable.Rows(evaluation) is { Count: > 0 } rows)
        {
            MarkdownTable.Append(text, AlertTable.Columns, rows);
        }

        if (AlertTable.Silent(evaluation) is { Count: > 0 } silent)
        {
            Line(text, string.Join("\n", silent.Select(line => "- " + Escape(line))));
        }
    }

    private static void Findings(StringBuilder text, RunRecord record, RunEvaluation evaluation)
    {
        Line(text, $"## Validity: {(evaluation.Validity.Status == ValidityStatus.Valid ? "VALID" : "INVALID")}");
        var findings = evaluation.Validity.Findings.Concat(record.Findings).Distinct().ToList();
        if (findings.Count == 0)
        {
            Line(text, "The generator kept to its schedule; no check found anything.");
            return;
        }

        MarkdownTable.Append(
            text,
            ["Severity", "Check", "Seen", "Allowed", "What to do"],
            findings.Select(f => (string[])[f.Severity.ToString().ToLowerInvariant(), f.Check, f.Seen, f.Allowed, f.Advice]));
    }

    private static void Probes(StringBuilder text, RunRecord record)
    {
        var probes = RunFacts.Probes(record);
        if (probes.Count == 0)
        {
            return;
        }

        Line(text, "## Probes");
        MarkdownTable.Append(
            text,
            ["Measure", ">Min", ">Mean", ">Max", ">Samples"],
            probes.Select(probe => (string[])[probe.Measure.Name, probe.Min, probe.Mean, probe.Max, Units.Count(probe.Samples)]));
    }

    private static void Reproduce(StringBuilder text, RunRecord record)
    {
        Line(text, "## Run it again");
        Line(text, GateMarkdown.Fenced(RunFacts.Command(record.Plan)));
        Line(text, "## What it ran on");
        MarkdownTable.Append(text, ["", ""], record.Fingerprint.Select(pair => (string[])[pair.Key, pair.Value]));
    }

    internal static void Line(StringBuilder text, string line) => text.Append(line).Append("\n\n");

    internal static string Escape(string text) => MarkdownTable.Escape(text);

    private static string Icon(Decision decision) => decision switch { Decision.NoGo => "⛔", Decision.NotJudged => "📈", _ => "✅" };

    private static string Icon(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "✅",
        Verdict.Warn => "⚠️",
        Verdict.Fail => "❌",
        Verdict.Inconclusive => "❔",
        Verdict.NotMeasured => "➖",
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };
}
