using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using static LoadLab.Core.Gate.BaselineEvidence;

namespace LoadLab.Core.Gate;

/// <summary>Why a gate decided as it did, in one sentence. It decides nothing: <see cref="DecisionRule.OfGate"/> does.</summary>
internal static class GateReason
{
    public static string Of(GateResult gate) => gate.ExitCode switch
    {
        ExitCode.Ok when gate.Decision == Decision.GoWithApproval => Approved(gate),
        ExitCode.Ok => $"the run is valid, {gate.Required.Count} required SLOs passed, and {gate.Evidence.Reason}",
        ExitCode.Interrupted => "the run was interrupted.",
        ExitCode.InvalidRun => $"the run is invalid, so it says nothing about the target: {Names(gate.Evaluation.Validity.InvalidChecks)}.",
        ExitCode.SloFailed when Failed(gate) is { Count: > 0 } failed => $"{Names(failed)} failed{Also(gate)}.",
        ExitCode.SloFailed => $"{Blocking(gate, ExitCode.SloFailed)}",
        ExitCode.Regression => gate.Evidence.Reason,
        _ => Undecided(gate),
    };

    private static List<string> Failed(GateResult gate) => [.. gate.Required.Where(row => row.Verdict == Verdict.Fail).Select(row => row.Id)];

    private static List<string> Open(GateResult gate) => [.. gate.Required.Where(row => row.Verdict is not (Verdict.Pass or Verdict.Fail)).Select(row => row.Id)];

    private static string Approved(GateResult gate)
    {
        var covers = new[]
        {
            Failed(gate) is { Count: > 0 } failed ? Names(failed) + " failed" : null,
            Open(gate) is { Count: > 0 } open ? Names(open) + " not decided" : null,
            gate.Evidence.State switch
            {
                ConditionState.DoesNotHold => gate.Evidence.Reason.TrimEnd('.'),
                ConditionState.NotKnown => $"not decided against baseline '{gate.Baseline}'",
                _ => null,
            },
        };
        return $"{gate.Record.Plan.Change!.Approval}. It covers: {string.Join("; ", covers.OfType<string>())}.";
    }

    private static string? Blocking(GateResult gate, ExitCode code) =>
        gate.Evaluation.Conditions.FirstOrDefault(condition => condition.ExitCode == code)?.ToString();

    private static string Undecided(GateResult gate) =>
        gate.Required.Where(row => row.Verdict != Verdict.Pass).Select(row => row.Id).ToList() is { Count: > 0 } open ? $"not decided or not measured: {Names(open)}."
        : Blocking(gate, ExitCode.Inconclusive) is { } blocking ? blocking
        : gate.Evaluation.ExitCode != ExitCode.Ok ? "no required SLO was judged."
        : gate.Comparison is null ? gate.Evidence.Reason
        : gate.Evidence.Reason.TrimEnd('.') + "; a longer run would.";

    private static string Also(GateResult gate) => gate.Evidence.State == ConditionState.DoesNotHold ? "; also " + gate.Evidence.Reason.TrimEnd('.') : "";
}
