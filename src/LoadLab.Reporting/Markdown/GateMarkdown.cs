using System.Text;
using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Gate;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>A gate as Markdown for GitHub and GitLab: short for a pull request, whole for a job's summary. Pure.</summary>
internal static class GateMarkdown
{
    /// <summary>So many rows stand in a comment.</summary>
    private const int MostRows = 12;

    /// <summary>So many kinds of failure.</summary>
    private const int MostFailures = 3;

    /// <summary>The decision, what failed or changed, and how to reproduce it. No more than a screen.</summary>
    public static string Comment(GateResult gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        var rows = Rows(gate, all: false).ToList();
        var text = Head(gate);
        if (rows.Count > 0 || gate.IsGo)
        {
            Table(text, rows.Take(MostRows));
        }

        if (rows.Count > MostRows)
        {
            Line(text, $"{Units.Counted(rows.Count - MostRows, "more row")} failed or changed.");
        }

        Failures(text, gate);
        Differences(text, gate);
        Reproduce(text, gate);
        return PlainText.Whole(text.ToString()).TrimEnd() + "\n";
    }

    /// <summary>All rows, and the run's report below them.</summary>
    public static string Summary(GateResult gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        var text = Head(gate);
        Table(text, Rows(gate, all: true));
        Differences(text, gate);
        Reproduce(text, gate);
        text.Append("---\n\n_What the run's SLOs say alone, without the baseline:_\n\n").Append(MarkdownText.Of(new JudgedRun(gate.Record, gate.Evaluation), "The chart stands in the run's folder."));
        return PlainText.Whole(text.ToString());
    }

    /// <summary>Why there is no decision.</summary>
    public static string Refused(GateRefusal refusal)
    {
        var text = new StringBuilder();
        Line(text, $"### ⛔ NO DECISION: {Escape(refusal.Suite)}");
        Line(text, $"The gate was refused (exit code {(int)refusal.ExitCode}), so nothing was decided. Baseline {Escape(refusal.Baseline)}.");
        Line(text, string.Join("\n", refusal.Faults.Select(fault => "- " + Escape(fault))));
        if (refusal.Hint is { } hint)
        {
            Line(text, Escape(hint));
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static StringBuilder Head(GateResult gate)
    {
        var text = new StringBuilder();
        Line(text, $"### {(gate.IsGo ? "✅" : "⛔")} {RunStory.Decision(gate.Decision)}: {Escape(gate.Record.Plan.Suite)}");
        Line(text, $"{Escape(gate.Line)} Run {Escape(gate.Record.RunId)}, baseline {Escape(gate.BaselineRuns)}.");
        foreach (var line in DecisionText.Lines(gate.Record, gate.Evaluation))
        {
            Line(text, Escape(line));
        }

        foreach (var fault in gate.NotCompared)
        {
            Line(text, $"Not compared with the baseline: {Escape(fault)}");
        }

        return text;
    }

    private static IEnumerable<string[]> Rows(GateResult gate, bool all)
    {
        foreach (var row in gate.Evaluation.Verdicts.Where(row => all || (row.Verdict != Verdict.Pass && row.Required)))
        {
            yield return
            [
                RunStory.Name(row.Verdict) + (row.Required ? "" : " (not required)"), row.Title, RunStory.Measured(row),
                Units.Limit(row.Limit, row.Comparison, row.Unit), row.Phase,
            ];
        }

        foreach (var figure in (gate.Comparison?.Figures ?? []).Where(figure => all || figure.Verdict is ShiftVerdict.Regressed or ShiftVerdict.Improved))
        {
            yield return
            [
                ShiftWords.Verdict(figure.Verdict), $"{figure.Step} {ShiftWords.Kind(figure.Kind)}", ShiftWords.Value(figure.After, figure.Kind),
                $"{ShiftWords.Value(figure.Before, figure.Kind)} before, {ShiftWords.Shift(figure.Shift.Estimate, figure.Kind)} ({ShiftWords.Range(figure.Shift, figure.Kind)})",
                figure.Step.Phase,
            ];
        }
    }

    private static void Table(StringBuilder text, IEnumerable<string[]> rows)
    {
        var written = rows.ToList();
        if (written.Count == 0)
        {
            Line(text, "Nothing failed, and nothing is shown to be better or worse than before.");
            return;
        }

        text.Append("| Verdict | What | Now | Must be, or was | Phase |\n| --- | --- | ---: | --- | --- |\n");
        foreach (var row in written)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(Escape)).Append(" |\n");
        }

        text.Append('\n');
    }

    private static void Failures(StringBuilder text, GateResult gate)
    {
        var (failed, outside) = FailureTable.Split(gate.Record);
        var lines = failed.Take(MostFailures).Select(row => FailureWords.Line(row, gate.Record)).ToList();
        lines.AddRange(FailureWords.More(failed.Count - MostFailures) is { Length: > 0 } more ? [more] : []);
        lines.AddRange(outside.Count > 0 ? [FailureWords.Outside(outside)] : Array.Empty<string>());
        lines.AddRange(outside.Where(row => !row.IsToldAlready).Take(1).Select(row => FailureWords.Line(row, gate.Record)));
        if (lines.Count > 0)
        {
            Line(text, $"{FailureWords.Title}:\n\n{string.Join("\n", lines.Select(line => "- " + Escape(line)))}");
        }
    }

    private static void Differences(StringBuilder text, GateResult gate)
    {
        var facts = (gate.Comparison?.Differences ?? []).Where(fact => fact.Matters).ToList();
        if (facts.Count > 0)
        {
            Line(text, "Not the same on both sides, and may alone explain a shift: " + string.Join("; ", facts.Select(fact =>
                Escape($"{fact.Key}: {FingerprintDifference.Text(fact.Before)} → {FingerprintDifference.Text(fact.After)}"))) + ".");
        }
    }

    private static void Reproduce(StringBuilder text, GateResult gate)
    {
        Line(text, $"Run it again:\n{Fenced(RunFacts.GateCommand(gate.Record.Plan, gate.BaselineRuns))}");
    }

    /// <summary>A command as a block of code.</summary>
    internal static string Fenced(string command)
    {
        var longest = 0;
        for (int at = 0, row = 0; at < command.Length; at++)
        {
            row = command[at] == '`' ? row + 1 : 0;
            longest = Math.Max(longest, row);
        }

        // A fence that is longer than any row of back-ticks in it cannot be ended by them.
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}sh\n{command}\n{fence}";
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\n\n");

    /// <summary>As in every report; and nobody is called by a name with an @ in it.</summary>
    private static string Escape(string text) => MarkdownTable.Escape(text).Replace("@", "@<!-- -->", StringComparison.Ordinal);
}
