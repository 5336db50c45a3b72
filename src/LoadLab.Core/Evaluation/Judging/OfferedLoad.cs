using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;

namespace LoadLab.Core.Evaluation.Judging;

/// <summary>What a phase's measured segments offer, by plan.</summary>
/// <param name="Users">Fewest users held; 0 in the open model.</param>
/// <param name="RatePerSecond">Lowest arrival rate; 0 in the closed model.</param>
/// <param name="Arrivals">Expected arrivals; 0 in the closed model.</param>
/// <param name="ArrivalsDeviation">Standard deviation of the arrivals: above 0 for random ones.</param>
internal sealed record OfferedLoad(long Users, double RatePerSecond, double Arrivals, double ArrivalsDeviation)
{
    public static OfferedLoad Of(PhasePlan phase, ShardPlan shard)
    {
        double users = double.PositiveInfinity;
        double rate = double.PositiveInfinity;
        double arrivals = 0;
        double variance = 0;
        double before = 0;
        foreach (var (simulation, measured) in phase.Segments)
        {
            var shape = LoadShape.Of(simulation);
            var low = shape.Least(simulation, before);
            var (expected, spread) = shape.Arrivals(simulation, before);
            before = shape.LevelAfter(simulation);
            if (!measured)
            {
                continue;
            }

            (users, rate) = phase.Model == LoadModel.Closed ? (Math.Min(users, low), 0d) : (0d, Math.Min(rate, low));
            arrivals += phase.Model == LoadModel.Open ? expected : 0;
            variance += spread;
        }

        return double.IsInfinity(users) || double.IsInfinity(rate)
            ? new OfferedLoad(0, 0, 0, 0)
            : new OfferedLoad((long)users, rate, arrivals / shard.Count, Math.Sqrt(variance / shard.Count));
    }

    /// <summary>The plan of a phase that ended after <paramref name="seconds"/>.</summary>
    public static PhasePlan Until(PhasePlan phase, double seconds)
    {
        var segments = new List<LoadSegment>();
        var left = TimeSpan.FromSeconds(Math.Max(0, seconds));
        double level = 0;
        foreach (var segment in phase.Segments.TakeWhile(_ => left > TimeSpan.Zero))
        {
            var during = segment.Simulation.During;
            var shape = LoadShape.Of(segment.Simulation);
            segments.Add(during <= left ? segment : segment with { Simulation = shape.Split(segment.Simulation, level, left).First });
            level = shape.LevelAfter(segment.Simulation);
            left -= during;
        }

        return phase with { Segments = segments };
    }
}
