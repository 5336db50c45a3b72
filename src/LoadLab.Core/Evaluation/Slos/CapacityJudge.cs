using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// Whether a load was held: really offered for the measured time, and every linked SLO passed in that phase. A linked SLO that
/// failed fails the row; a load that was not offered in full says nothing about the target, so the row is then INCONCLUSIVE.
/// Of several phases that offer enough, those with the least load decide, and the worst of them.
/// </summary>
internal static class CapacityJudge
{
    /// <summary>Least share of the planned arrivals that counts as held.</summary>
    public const double LeastAchievedRatio = 0.99;

    public static Judgement Judge(RunView view, CapacitySlo slo, Func<string, PhaseResult, Judgement> judgeLinked)
    {
        if (view.Record.Plan.Shard is { IsPart: true } shard)
        {
            return Judgement.NotMeasured($"This run is one shard of {shard.Count} ({shard}): the whole load is judged after loadlab runs merge.");
        }

        var offers = view.Phases
            .Select(phase => (Phase: phase, Plan: view.PlanOf(phase.Name)))
            .Where(pair => pair.Plan is not null)
            .Select(pair => (pair.Phase, Plan: pair.Plan!, Load: Offered(slo, pair.Plan!)))
            .ToList();
        var planned = view.Record.Plan.Phases.Select(phase => Offered(slo, phase)).DefaultIfEmpty(0).Max();
        var enough = offers.Where(offer => offer.Load >= slo.Objective.Limit).ToList();
        if (enough.Count == 0)
        {
            return planned >= slo.Objective.Limit
                ? Judgement.NotMeasured("The phase that offers this load did not run.")
                : Judgement.NotMeasured($"The suite offered {Text(slo, planned)} at most, and the row asks about {Text(slo, slo.Objective.Limit)}.") with { OutOfScope = true };
        }

        var least = enough.Min(offer => offer.Load);
        return Judgement.Worst([.. enough.Where(offer => offer.Load <= least).Select(offer => JudgePhase(view, slo, offer.Phase, offer.Plan, judgeLinked))], slo.Objective);
    }

    private static double Offered(CapacitySlo slo, PhasePlan phase)
    {
        var offered = OfferedLoad.Of(phase, ShardPlan.Whole);
        return slo.Users is not null ? offered.Users : offered.RatePerSecond;
    }

    private static string Text(CapacitySlo slo, double load) => Figures.Text(load, slo.Objective.Unit);

    private static Judgement JudgePhase(RunView view, CapacitySlo slo, PhaseResult phase, PhasePlan plan, Func<string, PhaseResult, Judgement> judgeLinked)
    {
        var (held, samples, shortfall) = slo.Users is not null ? HeldUsers(view, phase, plan) : HeldRate(view, phase, plan);
        var linked = slo.Holds.Select(id => (Id: id, Judgement: judgeLinked(id, phase))).ToList();
        var failed = linked.Where(link => link.Judgement.Verdict == Verdict.Fail).ToList();
        var open = linked.Where(link => link.Judgement.Verdict is not (Verdict.Pass or Verdict.Fail)).ToList();
        var seconds = phase.MeasureEndSecond - phase.MeasureStartSecond;
        var load = $"{Text(slo, slo.Objective.Limit)} in phase '{phase.Name}' for {Figures.Seconds(seconds)}";
        if (seconds < slo.Hold.TotalSeconds - 0.5)
        {
            load += $" of the {DurationValue.Format(slo.Hold)} that the row asks for";
        }

        var (verdict, reason) = (failed.Count, shortfall, open.Count) switch
        {
            ( > 0, _, _) => (Verdict.Fail, $"Under {load}, {Names(failed)} failed."),
            (_, not null, _) => (Verdict.Inconclusive, $"The load was not offered in full: {shortfall} A load that was not there cannot be held."),
            (_, _, > 0) => (Verdict.Inconclusive, $"Under {load}, {Names(open)} could not be decided."),
            _ => (Verdict.Pass, $"Held {load}, and {linked.Count} linked SLOs passed."),
        };
        return new Judgement(verdict, reason)
        {
            Interval = double.IsNaN(held) ? null : Interval.Exact(held),
            Samples = samples,
            Phase = phase.Name,
            FirstCrossedSecond = failed.Select(link => link.Judgement.FirstCrossedSecond).Where(second => second is not null).Min(),
        };
    }

    private static string Names(List<(string Id, Judgement Judgement)> links) => string.Join(", ", links.Select(link => link.Id));

    private static (double Held, long Samples, string? Shortfall) HeldUsers(RunView view, PhaseResult phase, PhasePlan plan)
    {
        var planned = OfferedLoad.Of(plan, view.Record.Plan.Shard).Users / view.Record.Plan.Shard.Count;
        var alive = view.Record.Seconds
            .Where(second => second.Phase == phase.Name && second.Measured && second.Second >= phase.MeasureStartSecond && second.Second + 1 <= phase.MeasureEndSecond)
            .Select(second => second.VirtualUsers)
            .ToList();
        if (alive.Count == 0)
        {
            return (double.NaN, 0, "no whole second of it was recorded.");
        }

        var shortfall = alive.Min() < planned ? $"{Figures.Count(alive.Min())} of {Figures.Count(planned)} users were alive at the lowest." : Dropped(phase);
        return (alive.Min(), phase.Measured.Started, shortfall);
    }

    private static (double Held, long Samples, string? Shortfall) HeldRate(RunView view, PhaseResult phase, PhasePlan plan)
    {
        var load = OfferedLoad.Of(plan, view.Record.Plan.Shard);
        var seconds = phase.MeasureEndSecond - phase.MeasureStartSecond;
        if (load.Arrivals <= 0 || seconds <= 0)
        {
            return (double.NaN, 0, "no arrival was planned.");
        }

        // One arrival either way is where a segment's edge falls; random arrivals vary by chance.
        var least = (LeastAchievedRatio * load.Arrivals) - 1 - (4 * load.ArrivalsDeviation);
        var shortfall = phase.Measured.Started < least
            ? $"{Figures.Count(phase.Measured.Started)} of {Figures.Count((long)Math.Round(load.Arrivals))} arrivals started."
            : Dropped(phase);
        return (phase.Measured.Started / seconds, phase.Measured.Started, shortfall);
    }

    private static string? Dropped(PhaseResult phase) => phase.Measured.Dropped > 0 ? $"{Figures.Count(phase.Measured.Dropped)} arrivals were dropped." : null;
}
