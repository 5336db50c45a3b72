using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation;

/// <summary>
/// GO only when the run is valid and every required verdict is PASS. The exit code says the first of: interrupted (105), invalid (97),
/// a required SLO failed (99), one is inconclusive or not measured (96).
/// </summary>
internal static class DecisionRule
{
    public static (Decision Decision, ExitCode ExitCode, IReadOnlyList<string> Reasons) Decide(
        RunRecord record,
        Validity validity,
        IReadOnlyList<SloVerdict> verdicts,
        IReadOnlyList<IndicatorStatus> indicators)
    {
        var reasons = new List<string>();
        var required = verdicts.Where(verdict => verdict.Required).ToList();
        if (record.Outcome == RunOutcome.Interrupted)
        {
            reasons.Add("The run was interrupted.");
        }

        if (validity.Status == ValidityStatus.Invalid)
        {
            var checks = validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid).Select(finding => finding.Check).Distinct();
            reasons.Add($"The run is invalid and passes nothing: {string.Join(", ", checks)}.");
        }

        Tell(required, Verdict.Fail, "failed", reasons);
        Tell(required, Verdict.Inconclusive, "could not be decided", reasons);
        Tell(required, Verdict.NotMeasured, "was not measured", reasons);
        if (required.Count == 0)
        {
            reasons.Add("No required SLO was judged: nothing speaks for a launch.");
        }

        foreach (var indicator in indicators.Where(indicator => indicator.Status == Verdict.Warn))
        {
            reasons.Add($"WARN {indicator.Title}: inside the SLA ({indicator.SlaId}), outside the SLO ({indicator.SloId}).");
        }

        var exitCode = ExitCodeOf(record, validity, required);
        var decision = exitCode == ExitCode.Ok ? Decision.Go : Decision.NoGo;
        if (decision == Decision.Go)
        {
            reasons.Add($"The run is valid, and all {required.Count} required SLOs passed.");
        }

        foreach (var verdict in verdicts.Where(verdict => verdict is { Required: false, Verdict: Verdict.Fail }))
        {
            reasons.Add($"{verdict.Id} failed; it is not required, so it decides nothing: {verdict.Reason}");
        }

        return (decision, exitCode, reasons);
    }

    private static ExitCode ExitCodeOf(RunRecord record, Validity validity, List<SloVerdict> required)
    {
        if (record.Outcome == RunOutcome.Interrupted)
        {
            return ExitCode.Interrupted;
        }

        if (validity.Status == ValidityStatus.Invalid)
        {
            return ExitCode.InvalidRun;
        }

        return required.Any(verdict => verdict.Verdict == Verdict.Fail) ? ExitCode.SloFailed
            : required.Count == 0 || required.Any(verdict => verdict.Verdict != Verdict.Pass) ? ExitCode.Inconclusive
            : ExitCode.Ok;
    }

    private static void Tell(List<SloVerdict> required, Verdict wanted, string word, List<string> reasons)
    {
        foreach (var verdict in required.Where(verdict => verdict.Verdict == wanted))
        {
            reasons.Add($"{verdict.Id} {word}: {verdict.Reason}");
        }
    }
}
