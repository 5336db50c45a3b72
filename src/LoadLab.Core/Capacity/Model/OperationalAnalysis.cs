using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Model;

/// <summary>Operational bounds from the steps of a search. Pure.</summary>
public static class OperationalAnalysis
{
    /// <summary>The bounds; what the steps do not show is null.</summary>
    public static OperationalBounds Of(IReadOnlyList<CapacityStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var (demands, _) = UtilisationLaw.Of(steps);
        var bottleneck = demands.Count == 0 ? null : demands[0];
        return new OperationalBounds
        {
            Bottleneck = bottleneck,
            Alternatives = [.. demands.Skip(1).Where(demand => demand.Bound.Low <= bottleneck!.Bound.High)],
            UnloadedSeconds = KneeFinder.Unloaded(steps) / 1000,
            ThinkSeconds = Think(steps),
        };
    }

    /// <summary>The interactive response time law, Z = N/X − R: the median of the steps.</summary>
    private static double? Think(IReadOnlyList<CapacityStep> steps)
    {
        double[] think =
        [
            .. steps.Where(step => step is { Model: CapacityModel.Users, Outcome: not StepOutcome.Invalid, Load: > 0, ThroughputPerSecond: > 0, MeanMs: not null })
                .Select(step => Math.Max(0, (step.Load / step.ThroughputPerSecond) - (step.MeanMs!.Value / 1000)))
                .Order(),
        ];
        return think.Length == 0 ? null : HodgesLehmann.Median(think);
    }
}
