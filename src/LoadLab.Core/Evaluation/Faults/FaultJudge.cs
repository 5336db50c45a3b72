using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Faults;

/// <summary>
/// Judges the limits of a suite's faults, as required rows of tier <c>slo</c> and source <c>suite</c>. Times are known to a second, and the
/// interval says so: PASS when all of it is within the limit. What failed was counted, not sampled, so it has no interval.
/// </summary>
internal static class FaultJudge
{
    /// <summary>The source of such a verdict.</summary>
    public const string Source = "suite";

    public static IEnumerable<SloVerdict> Judge(RunRecord record, IReadOnlyList<FaultOutcome> outcomes, Validity validity)
    {
        foreach (var outcome in outcomes)
        {
            var plan = record.Plan.Faults[outcome.Index];
            var name = FaultText.Name(plan);
            if (plan.RecoverWithin is { } recovery)
            {
                yield return Row("recovery", $"{name}: recovery", Seconds(recovery), outcome, JudgeTime(
                    Seconds(recovery), outcome, outcome.RecoveredAfterSeconds, outcome.NotRecoveredForSeconds, "It was back", "It was not back"), record, validity);
            }

            if (plan.HealWithin is { } healing)
            {
                yield return Row("healing", $"{name}: healed", Seconds(healing), outcome, JudgeHealing(Seconds(healing), outcome), record, validity);
            }

            if (plan.ErrorRatio is { } ratio)
            {
                var objective = new Objective(ComparisonOperator.LessThanOrEqual, ratio, "ratio", Figures.Text(ratio, "ratio"));
                yield return Row("errors", $"{name}: failed", objective, outcome, JudgeErrors(objective, outcome), record, validity) with { Measure = MeasureNames.HttpErrorRatio };
            }

            if (plan.DrainWithin is { } drain)
            {
                yield return Row("drain", $"{name}: queue", Seconds(drain), outcome, JudgeTime(
                    Seconds(drain), outcome, outcome.DrainedAfterSeconds, outcome.NotDrainedForSeconds, "The queue was as short as before", "The queue was not as short as before"), record, validity);
            }
        }
    }

    private static Objective Seconds(TimeSpan limit) => new(ComparisonOperator.LessThanOrEqual, limit.TotalSeconds, "s", DurationValue.Format(limit));

    private static Judgement JudgeTime(Objective objective, FaultOutcome outcome, double? after, double? notFor, string done, string notDone)
    {
        if (Missing(outcome) is { } missing)
        {
            return missing;
        }

        if (notFor is not { } low)
        {
            return Judgement.NotMeasured($"{MeasureNames.QueueLength} has too few samples before the fault or after it.");
        }

        var interval = after is { } high ? new Interval(high, low, high) : new Interval(double.PositiveInfinity, low, double.PositiveInfinity);
        var against = $"against {objective.Sign} {objective.Text}";
        return new Judgement(objective.Judge(interval), after is { } seconds
            ? $"{done} {Figures.Seconds(seconds)} after the mending, known to a second, {against}."
            : $"{notDone} when the measuring ended, {Figures.Seconds(low)} or more after the mending, {against}.")
        {
            Interval = interval,
            Samples = outcome.Requests,
        };
    }

    /// <summary>From the fault to the recovery: what a healer is for. That LoadLab mended the part itself is no recovery by it.</summary>
    private static Judgement JudgeHealing(Objective objective, FaultOutcome outcome)
    {
        if (outcome is { StartSecond: not null, EndSecond: { } mended, HealedBy: null })
        {
            return new Judgement(Verdict.Fail, $"No healer started {outcome.Role} anew within {objective.Text}; LoadLab mended it {Figures.Seconds(mended - outcome.StartSecond.Value)} after the fault.")
            {
                Samples = outcome.Requests,
            };
        }

        if (Missing(outcome) is { } missing)
        {
            return missing;
        }

        var broken = outcome.EndSecond!.Value - outcome.StartSecond!.Value;
        var interval = outcome.RecoveredAfterSeconds is { } after
            ? new Interval(broken + after, broken + outcome.NotRecoveredForSeconds!.Value, broken + after)
            : new Interval(double.PositiveInfinity, broken + outcome.NotRecoveredForSeconds!.Value, double.PositiveInfinity);
        return new Judgement(
            objective.Judge(interval),
            $"{outcome.HealedBy} had started {outcome.Role} anew {Figures.Seconds(broken)} after the fault, and the target was "
                + (outcome.RecoveredAfterSeconds is null ? "not back when the measuring ended" : $"back {Figures.Seconds(interval.Estimate)} after it, known to a second") + $", against {objective.Sign} {objective.Text}.")
        {
            Interval = interval,
            Samples = outcome.Requests,
        };
    }

    private static Judgement JudgeErrors(Objective objective, FaultOutcome outcome)
    {
        if (Missing(outcome) is { } missing)
        {
            return missing;
        }

        if (outcome.Requests == 0)
        {
            return Judgement.NotMeasured("No request ended from the fault to the recovery.");
        }

        var ratio = (double)outcome.Failed / outcome.Requests;
        var met = objective.IsMetBy(ratio);
        var seen = $"{Figures.Count(outcome.Failed)} of {Figures.Count(outcome.Requests)} requests failed ({Figures.Text(ratio, "ratio")}), against {objective.Sign} {objective.Text}";
        // Until a recovery that nobody saw, more could have failed.
        return new Judgement(!met ? Verdict.Fail : outcome.RecoveredAfterSeconds is null ? Verdict.Inconclusive : Verdict.Pass,
            seen + (outcome.RecoveredAfterSeconds is null ? "; it had not recovered when the measuring ended." : ", from the fault to the recovery."))
        {
            Interval = Interval.Exact(ratio),
            Samples = outcome.Requests,
        };
    }

    private static Judgement? Missing(FaultOutcome outcome) => outcome switch
    {
        { StartSecond: null } => Judgement.NotMeasured("The run ended before the fault."),
        { EndSecond: null } => Judgement.NotMeasured("The part was never mended."),
        { NoLevel.Length: > 0 } => Judgement.NotMeasured($"There is no level before the fault: {outcome.NoLevel}."),
        _ => null,
    };

    private static SloVerdict Row(string what, string title, Objective objective, FaultOutcome outcome, Judgement judgement, RunRecord record, Validity validity)
    {
        var id = FormattableString.Invariant($"fault-{outcome.Index + 1}-{what}");
        var phase = record.Phases.LastOrDefault(phase => phase.MeasureStartSecond <= outcome.StartSecond)?.Name ?? "";
        var (verdict, reason, _) = VerdictRule.Decide(id, judgement, record, validity);
        return new SloVerdict
        {
            Id = id,
            Title = title,
            Source = Source,
            Tier = SloTier.Slo,
            Verdict = verdict,
            Measured = Finite(judgement.Interval?.Estimate),
            Low = Finite(judgement.Interval?.Low),
            High = Finite(judgement.Interval?.High),
            Limit = objective.Limit,
            Comparison = objective.Comparison,
            Unit = objective.Unit,
            Samples = judgement.Samples,
            Phase = judgement.Verdict == Verdict.NotMeasured ? "" : phase,
            Reason = reason,
            Required = true,
        };
    }

    private static double? Finite(double? value) => value is { } given && double.IsFinite(given) ? given : null;
}
