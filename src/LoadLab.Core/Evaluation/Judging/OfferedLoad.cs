using LoadLab.Core.Runs;
using LoadLab.Sdk;

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
            var seconds = simulation.During.TotalSeconds;
            var (low, end, expected, spread) = simulation switch
            {
                LoadSimulation.KeepConstantPart part => (part.Copies, part.Copies, 0, 0),
                LoadSimulation.IterationsForConstantPart part => (part.Copies, part.Copies, 0, 0),
                LoadSimulation.RampingConstantPart part => (Math.Min(before, part.Copies), part.Copies, 0, 0),
                LoadSimulation.InjectPart part => (part.RatePerSecond, part.RatePerSecond, part.RatePerSecond * seconds, 0),
                LoadSimulation.IterationsForInjectPart part => (part.RatePerSecond, part.RatePerSecond, part.Iterations, 0),
                LoadSimulation.RampingInjectPart part => (Math.Min(before, part.RatePerSecond), part.RatePerSecond, (before + part.RatePerSecond) / 2 * seconds, 0),
                LoadSimulation.PoissonPart part => (part.RatePerSecond, part.RatePerSecond, part.RatePerSecond * seconds, part.RatePerSecond * seconds),
                LoadSimulation.InjectRandomPart part => Random(part, seconds),
                _ => (0d, 0d, 0d, 0d),
            };
            before = end;
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
            segments.Add(during <= left ? segment : segment with { Simulation = SimulationCut.Split(segment.Simulation, level, left).First });
            level = SimulationCut.LevelAfter(segment.Simulation, level);
            left -= during;
        }

        return phase with { Segments = segments };
    }

    /// <summary>A uniform count from min to max each interval: mean (min + max) / 2, variance (max − min)² / 12.</summary>
    private static (double Low, double End, double Expected, double Spread) Random(LoadSimulation.InjectRandomPart part, double seconds)
    {
        var intervals = seconds / part.Interval.TotalSeconds;
        var mean = (part.Min + part.Max) / 2;
        return (part.Min / part.Interval.TotalSeconds, mean / part.Interval.TotalSeconds, mean * intervals, Math.Pow(part.Max - part.Min, 2) / 12 * intervals);
    }
}
