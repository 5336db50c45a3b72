using LoadLab.Core.Catalogue;
using LoadLab.Core.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Lag of starts behind the schedule: it is part of each response time, and it is not the target's.</summary>
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
            var bad = p99 > allowed;
            yield return new Finding(
                "schedule-lag",
                bad ? FindingSeverity.Invalid : FindingSeverity.Info,
                $"P99 {Figures.Text(p99, "ms")} behind schedule in phase '{phase.Name}'",
                $"{Figures.Text(allowed, "ms")}: the larger of {Figures.Text(ValidityLimits.LagFloorMs, "ms")} and 5 % of the tightest response-time limit",
                bad ? BlockedThreadsCheck.Instead(record, "The generator was late. Give it more CPU, lower the load, or run it in shards.") : "");
        }
    }
}
