using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Judging;

/// <summary>
/// Turns what was judged into the verdict that stands. An SLO that ended the run has failed; nothing passes in a run that is invalid,
/// or that a rule of the suite stopped before the end of its plan.
/// </summary>
internal static class VerdictRule
{
    public static SloVerdict Of(Slo slo, Judgement judgement, RunRecord record, Validity validity)
    {
        var (verdict, reason, phase) = Decide(slo.Id, judgement, record, validity);
        return new SloVerdict
        {
            Id = slo.Id,
            Title = slo.Title,
            Source = slo.Source,
            Tier = slo.Tier,
            Verdict = verdict,
            Measured = Finite(judgement.Interval?.Estimate),
            Low = Finite(judgement.Interval?.Low),
            High = Finite(judgement.Interval?.High),
            Limit = slo.Objective.Limit,
            Comparison = slo.Objective.Comparison,
            Unit = slo.Objective.Unit,
            Samples = judgement.Samples,
            Phase = phase,
            FirstCrossedSecond = judgement.FirstCrossedSecond,
            Reason = reason,
            Required = slo.Required && !judgement.OutOfScope,
        };
    }

    /// <summary>The verdict that stands, why, and in which phase.</summary>
    public static (Verdict Verdict, string Reason, string Phase) Decide(string id, Judgement judgement, RunRecord record, Validity validity) => judgement.Verdict switch
    {
        not Verdict.Fail when record.Stop is { } stop && stop.Slo == id =>
            (Verdict.Fail, $"It ended the run: {stop.Reason} Over all that was measured: {judgement.Reason}", stop.Phase),
        Verdict.Pass when validity.Status == ValidityStatus.Invalid =>
            (Verdict.Inconclusive, "The run is invalid, so it passes nothing. It saw: " + judgement.Reason, judgement.Phase),
        Verdict.Pass when record.Stop is not null =>
            (Verdict.Inconclusive, "The run was stopped before the end of its plan, so it passes nothing. It saw: " + judgement.Reason, judgement.Phase),
        _ => (judgement.Verdict, judgement.Reason, judgement.Phase),
    };

    private static double? Finite(double? value) => value is { } given && double.IsFinite(given) ? given : null;
}
