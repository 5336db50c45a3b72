using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Gate;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.GitHub;

/// <summary>Workflow commands that GitHub's runner turns into annotations. Pure.</summary>
internal static class Annotations
{
    /// <summary>The runner shows ten errors of a step and drops the rest without a word.</summary>
    private const int Most = 10;

    /// <summary>So many kinds of failure among them.</summary>
    private const int MostFailures = 2;

    /// <summary>One line each: the decision, then what led to it. Empty for a GO.</summary>
    public static IReadOnlyList<string> Of(GateResult gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        if (gate.IsGo)
        {
            return [];
        }

        var found = new List<(string Title, string Message)>();
        found.AddRange(gate.Evaluation.Validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid)
            .Select(finding => ($"Invalid run: {finding.Check}", FindingText.Sentence(finding))));
        found.AddRange(gate.Evaluation.Verdicts.Where(row => row.Required && row.Verdict != Verdict.Pass)
            .OrderByDescending(row => row.Verdict == Verdict.Fail)
            .Select(row => ($"{RunStory.Name(row.Verdict)}: {row.Title}", row.Reason)));
        found.AddRange(FailureTable.Of(gate.Record, measured: true).Take(MostFailures)
            .Select(row => ($"{FailureWords.Title}: {FailureWords.Step(row, gate.Record)} {row.Kind}", $"{FailureWords.Count(row)}. {FailureWords.Said(row)}".TrimEnd(' '))));
        found.AddRange((gate.Comparison?.Figures ?? []).Where(figure => figure.Verdict == ShiftVerdict.Regressed)
            .Select(figure => ($"Regressed: {figure.Step} {ShiftWords.Kind(figure.Kind)}", ShiftWords.Sentence(figure))));
        found.AddRange(gate.NotCompared.Select(fault => ("Not compared with the baseline", fault)));
        var shown = found.Take(found.Count > Most - 1 ? Most - 2 : Most - 1).ToList();
        var lines = new List<string> { Error($"LoadLab: NO-GO, {gate.Record.Plan.Suite}", gate.Reason) };
        lines.AddRange(shown.Select(one => Error(one.Title, one.Message)));
        if (shown.Count < found.Count)
        {
            lines.Add(Error("LoadLab", $"{found.Count - shown.Count} more. All stand in the job's summary."));
        }

        return lines;
    }

    /// <summary>The same for a gate that came to no decision.</summary>
    public static string Of(GateRefusal refusal) =>
        Error($"LoadLab: NO DECISION, {refusal.Suite}", string.Join("\n", refusal.Faults.Concat(refusal.Hint is { } hint ? [hint] : [])));

    private static string Error(string title, string message) => $"::error title={Property(title)}::{Data(message)}";

    /// <summary>What a line may not hold.</summary>
    internal static string Data(string text) => PlainText.Whole(text).Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>And what would end a property.</summary>
    internal static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
