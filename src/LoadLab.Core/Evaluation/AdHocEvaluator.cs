using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation;

/// <summary>
/// Judges a run that no catalogue belongs to, as <c>loadlab http</c>, k6 scripts and tests in code make: whether it is valid and measured anything, and
/// whether its limits and the thresholds of its script or scenarios hold. Pure.
/// </summary>
public static class AdHocEvaluator
{
    /// <summary>Without limits and thresholds: exit code 0 when it is valid, 97 when not, 96 when no request succeeded, 105 when it was interrupted.</summary>
    public static RunEvaluation Evaluate(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var limits = record.Plan.Limits;
        var judged = Evaluator.Evaluate(record, limits is null ? SloCatalogue.None : RequestLimits.Catalogue(limits));
        return limits is not null || record.Plan.Script is { Thresholds.Count: > 0 } || record.Plan.Phases.Any(phase => phase.Thresholds.Count > 0) ? judged : DecisionRule.WithoutSlos(record, judged);
    }
}
