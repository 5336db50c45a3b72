using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Whether the planned load was offered: arrivals in the open model, users alive in the closed one.</summary>
internal sealed class AchievedLoadCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos) => Check(record, slos, []);

    /// <summary>Arrivals that were dropped while a part was broken on purpose were offered: the target was not there to take them.</summary>
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos, IReadOnlyList<FaultOutcome> faults) =>
        record.Phases.Select(phase => CheckPhase(record, phase, DroppedMeanwhile(record, phase, faults))).OfType<Finding>();

    private static Finding? CheckPhase(RunRecord record, PhaseResult phase, long droppedMeanwhile)
    {
        if (PlanOf(record, phase) is not { } plan)
        {
            return null;
        }

        if (record.Stop is not null)
        {
            plan = OfferedLoad.Until(plan, phase.MeasureEndSecond - phase.StartSecond);
        }

        var load = OfferedLoad.Of(plan, record.Plan.Shard);
        return plan.Model == LoadModel.Open ? CheckArrivals(phase, load, droppedMeanwhile) : CheckUsers(record, phase, load);
    }

    private static Finding? CheckArrivals(PhaseResult phase, OfferedLoad load, long droppedMeanwhile)
    {
        if (load.Arrivals <= 0)
        {
            return null;
        }

        var started = phase.Measured.Started;
        var bad = started + droppedMeanwhile < (ValidityLimits.LeastAchievedRatio * load.Arrivals) - 1 - (4 * load.ArrivalsDeviation);
        return new Finding(
            "achieved-rate",
            bad ? FindingSeverity.Invalid : FindingSeverity.Info,
            $"{Seen(started, load)} in phase '{phase.Name}' ({Figures.Text(started / load.Arrivals, "ratio")})",
            "at least 99 %: a load that was not offered was not tested",
            bad ? "Look at schedule lag and dropped arrivals, and whether the run was stopped early." : "");
    }

    /// <summary>Random arrivals are not planned one by one, and more than all of them cannot have started.</summary>
    private static string Seen(long started, OfferedLoad load)
    {
        var planned = Figures.Count((long)Math.Round(load.Arrivals));
        return load.ArrivalsDeviation > 0 ? $"{Figures.Count(started)} random arrivals started, {planned} ± {Figures.Count((long)Math.Ceiling(2 * load.ArrivalsDeviation))} were expected"
            : started > Math.Round(load.Arrivals) ? $"{Figures.Count(started)} arrivals started, {planned} were planned"
            : $"{Figures.Count(started)} of {planned} planned arrivals started";
    }

    private static Finding? CheckUsers(RunRecord record, PhaseResult phase, OfferedLoad load)
    {
        var alive = record.Seconds
            .Where(second => second.Phase == phase.Name && second.Measured && second.Second >= phase.MeasureStartSecond && second.Second + 1 <= phase.MeasureEndSecond)
            .Select(second => second.VirtualUsers)
            .ToList();
        var planned = load.Users / record.Plan.Shard.Count;
        var byIterations = PlanOf(record, phase)!.Segments.Any(segment => LoadShape.Of(segment.Simulation).IsUnbounded);
        if (alive.Count == 0 || planned == 0 || byIterations)
        {
            return null;
        }

        var bad = alive.Min() < ValidityLimits.LeastAchievedRatio * planned;
        return new Finding(
            "achieved-users",
            bad ? FindingSeverity.Invalid : FindingSeverity.Info,
            $"{Figures.Count(alive.Min())} of {Figures.Count(planned)} users alive at the lowest in phase '{phase.Name}'",
            "at least 99 %: a load that was not offered was not tested",
            bad ? "See whether a scenario stopped itself or its users ended." : "");
    }
}
