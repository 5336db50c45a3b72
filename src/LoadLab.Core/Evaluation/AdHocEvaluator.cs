using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation;

/// <summary>
/// Judges a run that no catalogue belongs to, as <c>loadlab http</c> makes: whether it is valid and measured anything. Pure.
/// </summary>
public static class AdHocEvaluator
{
    private static readonly SloCatalogue None = new() { Name = "", Services = new Dictionary<string, ServiceMap>(StringComparer.Ordinal), Slos = [] };

    /// <summary>Exit code 0 when it is valid, 97 when not, 96 when no request succeeded, 105 when it was interrupted.</summary>
    public static RunEvaluation Evaluate(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var judged = Evaluator.Evaluate(record, None);
        var (ok, failed) = (record.Phases.Sum(phase => phase.Measured.Ok), record.Phases.Sum(phase => phase.Measured.Failed));
        var (exitCode, reason) = record.Outcome == RunOutcome.Interrupted ? (ExitCode.Interrupted, "The run was interrupted.")
            : judged.Validity.Status == ValidityStatus.Invalid ? (ExitCode.InvalidRun, Invalid(judged.Validity))
            : ok + failed == 0 ? (ExitCode.Inconclusive, "No request ended in the measured time, so nothing was measured.")
            : ok == 0 ? (ExitCode.Inconclusive, "No request succeeded, so no time of a success was measured.")
            : (ExitCode.Ok, "The run is valid. No SLO was asked for, so nothing passed or failed.");
        return judged with { Decision = Decision.NotJudged, ExitCode = exitCode, Reasons = [reason] };
    }

    private static string Invalid(Validity validity) => "The run is invalid and its figures are not the target's: "
        + string.Join(", ", validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid).Select(finding => finding.Check).Distinct()) + ".";
}
