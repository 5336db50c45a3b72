using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>
/// Lag of starts behind the schedule: it is part of each response time, and it is not the target's. A few late starts, as the first ones of a cold generator are,
/// are the P99 of a small run by their number alone: they make a run invalid only when there are enough of them to move a percentile, or when one is so late
/// that it misses a limit by itself.
/// </summary>
internal sealed class ScheduleLagCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        var tightest = slos.OfType<ResponseTimeSlo>()
            .Where(slo => slo.Measure is MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime)
            .Select(slo => slo.Objective.Limit)
            .DefaultIfEmpty(0)
            .Min();
        var allowed = Math.Max(ValidityLimits.LagFloorMs, ValidityLimits.LagShareOfLimit * tightest);
        foreach (var phase in record.Phases)
        {
            var lag = PackedHistogram.Merge(record.Seconds.Where(second => second.Phase == phase.Name && second.Measured).Select(second => second.Lag));
            if (lag.TotalCount == 0)
            {
                continue;
            }

            var p99 = lag.PercentileMicros(99) / 1000.0;
            var late = lag.TotalCount - lag.CountAtOrBelow((long)(allowed * 1000));
            var bad = p99 > allowed && (late >= ValidityLimits.FewestLateStarts || (tightest > 0 && lag.MaxMicros / 1000.0 > tightest));
            var few = p99 > allowed && !bad;
            yield return new Finding(
                "schedule-lag",
                bad ? FindingSeverity.Invalid : few ? FindingSeverity.Warning : FindingSeverity.Info,
                $"P99 {Figures.Text(p99, "ms")} behind schedule in phase '{phase.Name}'" + (few ? $", by {Figures.Count(late)} late start{(late == 1 ? "" : "s")} of {Figures.Count(lag.TotalCount)}" : ""),
                $"{Figures.Text(allowed, "ms")}: the larger of {Figures.Text(ValidityLimits.LagFloorMs, "ms")} and 5 % of the tightest response-time limit",
                bad ? BlockedThreadsCheck.Instead(record, "The generator was late. Give it more CPU, lower the load, or run it in shards.")
                    : few ? "The run is so small that a few late starts are its P99. Make it longer, or give it a warm-up."
                    : "");
        }
    }
}
