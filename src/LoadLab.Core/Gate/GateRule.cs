using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Gate;

/// <summary>
/// One exit code for verdicts and comparison together. What makes figures worthless comes before what they say, a broken promise (SLO) before a
/// change, and what is not known before a pass: 105, 97, 99, 98, 96, 0.
/// </summary>
internal static class GateRule
{
    /// <summary>So many names stand in a sentence.</summary>
    private const int MostNames = 3;

    public static ExitCode ExitCodeOf(GateResult gate)
    {
        if (gate.Record.Outcome == RunOutcome.Interrupted)
        {
            return ExitCode.Interrupted;
        }

        return gate.Evaluation.ExitCode switch
        {
            ExitCode.Ok when Approval(gate) is not null => ExitCode.Ok,
            ExitCode.Ok or ExitCode.Inconclusive when gate.Comparison?.Verdict == ShiftVerdict.Regressed => ExitCode.Regression,
            ExitCode.Ok when !IsDecided(gate) => ExitCode.Inconclusive,
            var judged => judged,
        };
    }

    /// <summary>GO with approval only where something stands in the way without it.</summary>
    public static Decision DecisionOf(GateResult gate) => ExitCodeOf(gate) != ExitCode.Ok ? Decision.NoGo
        : Approval(gate) is not null && (gate.Evaluation.Decision == Decision.GoWithApproval || gate.Comparison?.Verdict == ShiftVerdict.Regressed || !IsDecided(gate)) ? Decision.GoWithApproval
        : Decision.Go;

    /// <summary>What the comparison says on the condition that nothing has become worse.</summary>
    public static RegressionEvidence EvidenceOf(GateResult gate)
    {
        IReadOnlyList<string> baseline = gate.Comparison?.Before ?? [gate.Baseline];
        return gate.Comparison is null ? new(baseline, ConditionState.NotKnown, $"the run could not be compared with baseline '{gate.Baseline}': {gate.NotCompared[0]}")
            : gate.Comparison.Verdict == ShiftVerdict.Regressed ? new(baseline, ConditionState.DoesNotHold, $"worse than baseline '{gate.Baseline}': {Regressed(gate)}.")
            : !IsDecided(gate) ? new(baseline, ConditionState.NotKnown, $"{Nothing(gate)} could be decided against baseline '{gate.Baseline}'.")
            : new(baseline, ConditionState.Holds, $"nothing is shown to be worse than baseline '{gate.Baseline}'{OpenCount(gate)}.");
    }

    public static string ReasonOf(GateResult gate) => ExitCodeOf(gate) switch
    {
        ExitCode.Ok when DecisionOf(gate) == Decision.GoWithApproval => Approved(gate),
        ExitCode.Ok => $"the run is valid, {Required(gate).Count()} required SLOs passed, and nothing is shown to be worse than baseline '{gate.Baseline}'{OpenCount(gate)}.",
        ExitCode.Interrupted => "the run was interrupted.",
        ExitCode.InvalidRun => $"the run is invalid, so it says nothing about the target: {Names(Invalid(gate))}.",
        ExitCode.SloFailed when Required(gate).Any(row => row.Verdict == Verdict.Fail) =>
            $"{Names(Required(gate).Where(row => row.Verdict == Verdict.Fail).Select(row => row.Id))} failed{Also(gate)}.",
        ExitCode.SloFailed => $"{Blocking(gate, ExitCode.SloFailed)}",
        ExitCode.Regression => $"worse than baseline '{gate.Baseline}': {Regressed(gate)}.",
        _ => Undecided(gate),
    };

    private static IEnumerable<SloVerdict> Required(GateResult gate) => gate.Evaluation.Verdicts.Where(verdict => verdict.Required);

    private static IEnumerable<string> Invalid(GateResult gate) =>
        gate.Evaluation.Validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid).Select(finding => finding.Check).Distinct();

    /// <summary>Each phase needs a figure over all its requests that could be decided: else nothing at all is known of it.</summary>
    private static bool IsDecided(GateResult gate) => gate.Comparison is { Figures.Count: > 0 } && Open(gate.Comparison).Count == 0;

    private static List<string> Open(RunComparison comparison) => [.. comparison.Figures.GroupBy(figure => figure.Step.Phase)
        .Where(phase => phase.Where(figure => figure.Step.Scenario == PhaseSummary.AllScenarios).All(figure => figure.Verdict == ShiftVerdict.Inconclusive))
        .Select(phase => phase.Key)];

    /// <summary>The approval, where the rule lets one stand for what is worse or violated.</summary>
    private static Approval? Approval(GateResult gate) => gate.Record.Plan.Change is { ApprovalCoversSlos: true } change ? change.Approval : null;

    private static string Approved(GateResult gate)
    {
        var failed = Required(gate).Where(row => row.Verdict == Verdict.Fail).Select(row => row.Id).ToList();
        var open = Required(gate).Where(row => row.Verdict is not (Verdict.Pass or Verdict.Fail)).Select(row => row.Id).ToList();
        var covers = new[]
        {
            failed.Count > 0 ? Names(failed) + " failed" : null,
            open.Count > 0 ? Names(open) + " not decided" : null,
            gate.Comparison?.Verdict == ShiftVerdict.Regressed ? $"worse than baseline '{gate.Baseline}': {Regressed(gate)}" : null,
            gate.Comparison?.Verdict != ShiftVerdict.Regressed && !IsDecided(gate) ? $"not decided against baseline '{gate.Baseline}'" : null,
        };
        return $"{Approval(gate)}. It covers: {string.Join("; ", covers.OfType<string>())}.";
    }

    private static string? Blocking(GateResult gate, ExitCode code) =>
        gate.Evaluation.Conditions.FirstOrDefault(condition => condition.ExitCode == code)?.ToString();

    private static string Nothing(GateResult gate) => $"no figure of {(Open(gate.Comparison!) is { Count: > 0 } phases ? Names(phases) : "the run")}";

    private static string Undecided(GateResult gate)
    {
        var open = Required(gate).Where(row => row.Verdict != Verdict.Pass).Select(row => row.Id).ToList();
        return open.Count > 0 ? $"not decided or not measured: {Names(open)}."
            : Blocking(gate, ExitCode.Inconclusive) is { } blocking ? blocking
            : gate.Evaluation.ExitCode != ExitCode.Ok ? "no required SLO was judged."
            : gate.Comparison is null ? $"the run could not be compared with baseline '{gate.Baseline}': {gate.NotCompared[0]}"
            : $"{Nothing(gate)} could be decided against baseline '{gate.Baseline}'; a longer run would.";
    }

    private static string Also(GateResult gate) => gate.Comparison?.Verdict == ShiftVerdict.Regressed ? $"; also worse than baseline '{gate.Baseline}': {Regressed(gate)}" : "";

    private static string OpenCount(GateResult gate)
    {
        var open = gate.Comparison!.Figures.Count(figure => figure.Verdict == ShiftVerdict.Inconclusive);
        return open == 0 ? "" : $" ({open} of {gate.Comparison.Figures.Count} figures could not be decided)";
    }

    private static string Regressed(GateResult gate) => Names(gate.Comparison!.Figures
        .Where(figure => figure.Verdict == ShiftVerdict.Regressed)
        .OrderByDescending(figure => figure.Step.Scenario == PhaseSummary.AllScenarios)
        .Select(figure => $"{figure.Step} {figure.Kind.Word()}"));

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNames)) + (all.Count > MostNames ? $" and {all.Count - MostNames} more" : "");
    }
}
