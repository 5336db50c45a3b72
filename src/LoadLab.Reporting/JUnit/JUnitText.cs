using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Gate;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.JUnit;

/// <summary>
/// A gate as JUnit XML: the decision, the SLOs by phase, the comparison by phase. Red exactly when the exit code is not 0: what decides and is not
/// PASS is a failure (measured, and bad) or an error (not decided); what does not decide is skipped, with its verdict. Pure.
/// </summary>
internal static class JUnitText
{
    /// <summary>So many kinds of failure are told.</summary>
    private const int MostFailures = 20;

    /// <summary>The document.</summary>
    public static string Of(GateResult gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        var suites = new List<JUnitSuite> { Whole(gate) };
        suites.AddRange(Groups(gate).Select(phase => new JUnitSuite(
            phase.Length > 0 ? "SLO " + phase : "SLO whole run", Seconds(gate, phase),
            [.. gate.Evaluation.Verdicts.Where(row => row.Phase == phase).Select(row => Case(row, gate))])));
        suites.AddRange((gate.Comparison?.Figures ?? []).GroupBy(figure => figure.Step.Phase)
            .Select(group => new JUnitSuite("baseline " + group.Key, Seconds(gate, group.Key), [.. group.Select(figure => Case(figure, gate))])));
        return JUnitXml.Write("loadlab." + gate.Record.Plan.Suite, gate.Record.StartedAt,
        [
            new("run", gate.Record.RunId),
            new("baseline", gate.BaselineRuns),
            new("decision", RunStory.Decision(gate.Decision)),
            new("exit-code", ((int)gate.ExitCode).ToString(CultureInfo.InvariantCulture)),
        ], suites);
    }

    private static IEnumerable<string> Groups(GateResult gate) => gate.Record.Phases.Select(phase => phase.Name)
        .Union(gate.Evaluation.Verdicts.Select(row => row.Phase), StringComparer.Ordinal)
        .Where(phase => gate.Evaluation.Verdicts.Any(row => row.Phase == phase));

    private static double Seconds(GateResult gate, string phase) =>
        phase.Length == 0 ? MeasuredTime.SecondsOf(gate.Record) : gate.Record.Phases.Where(result => result.Name == phase).Sum(result => result.MeasuredSeconds);

    private static JUnitSuite Whole(GateResult gate)
    {
        var cases = new List<JUnitCase>();
        var invalid = gate.Evaluation.Validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid).ToList();
        cases.Add(gate.Evaluation.Validity.Status == ValidityStatus.Valid
            ? new("the run is valid", JUnitOutcome.Passed, "", "")
            : new("the run is valid", JUnitOutcome.Error, "INVALID", string.Join("\n", invalid.Select(finding =>
                $"{finding.Check}: {FindingText.Sentence(finding)}"))));
        if (gate.Comparison is null)
        {
            cases.Add(new("it could be compared with the baseline", gate.IsGo ? JUnitOutcome.Skipped : JUnitOutcome.Error, "not compared", string.Join("\n", gate.NotCompared)));
        }

        cases.AddRange(gate.Evaluation.Conditions.Select(condition => new JUnitCase(
            $"{gate.Record.Plan.Change?.Id}: {condition.Condition}",
            condition.State == ConditionState.Holds ? JUnitOutcome.Passed
                : !condition.Blocks ? JUnitOutcome.Skipped
                : condition.State == ConditionState.DoesNotHold ? JUnitOutcome.Failure
                : JUnitOutcome.Error,
            DecisionCondition.Words(condition.State),
            condition.Reason)));
        var failures = Failures(gate.Record);
        cases.Add(gate.ExitCode switch
        {
            ExitCode.Ok => new("GO", JUnitOutcome.Passed, "", ""),
            ExitCode.SloFailed or ExitCode.Regression => new("GO", JUnitOutcome.Failure, NoGo(gate), gate.Reason) { Details = failures },
            _ => new("GO", JUnitOutcome.Error, NoGo(gate), gate.Reason) { Details = failures },
        });
        return new JUnitSuite("gate", MeasuredTime.SecondsOf(gate.Record), cases) { Errors = failures };
    }

    /// <summary>What failed, a line each; empty when nothing did.</summary>
    private static IReadOnlyList<string> Failures(RunRecord record)
    {
        var (failed, outside) = FailureTable.Split(record);
        return
        [
            .. failed.Count > 0 ? [FailureWords.Title + ":"] : Array.Empty<string>(),
            .. Lines(failed),
            .. outside.Count > 0 ? [FailureWords.Outside(outside)] : Array.Empty<string>(),
            .. Lines(outside),
        ];

        IEnumerable<string> Lines(IReadOnlyList<FailureRow> rows) => rows.Take(MostFailures).Select(row => FailureWords.Line(row, record))
            .Concat(FailureWords.More(rows.Count - MostFailures) is { Length: > 0 } more ? [more] : []);
    }

    private static string NoGo(GateResult gate) => $"NO-GO, exit code {(int)gate.ExitCode}";

    /// <summary>What was approved fails no pipeline: it is skipped, and says so.</summary>
    private static JUnitCase Case(SloVerdict row, GateResult gate) => new(
        $"{row.Id}: {row.Title}",
        row.Verdict == Verdict.Pass ? JUnitOutcome.Passed
            : !row.Required || gate.Decision == Decision.GoWithApproval ? JUnitOutcome.Skipped
            : row.Verdict is Verdict.Fail or Verdict.Warn ? JUnitOutcome.Failure
            : JUnitOutcome.Error,
        RunStory.Name(row.Verdict) + (!row.Required ? ", not required" : row.Verdict != Verdict.Pass && gate.Decision == Decision.GoWithApproval ? ", approved" : ""),
        row.Reason);

    private static JUnitCase Case(ComparedFigure figure, GateResult gate) => new(
        $"{figure.Step} {ShiftWords.Kind(figure.Kind)}",
        figure.Verdict switch
        {
            ShiftVerdict.Regressed => gate.Decision == Decision.GoWithApproval ? JUnitOutcome.Skipped : JUnitOutcome.Failure,
            ShiftVerdict.Inconclusive => JUnitOutcome.Skipped,
            _ => JUnitOutcome.Passed,
        },
        ShiftWords.Verdict(figure.Verdict),
        ShiftWords.Sentence(figure));
}
