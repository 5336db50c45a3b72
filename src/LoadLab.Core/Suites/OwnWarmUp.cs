using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>Leaves the first part of a scenario's own load out of the figures: the segments up to the warm-up's end are not measured.</summary>
internal static class OwnWarmUp
{
    public static bool TrySplit(IReadOnlyList<LoadSimulation> simulations, TimeSpan warmUp, out IReadOnlyList<LoadSegment> segments)
    {
        var parts = new List<LoadSegment>();
        segments = parts;
        double level = 0;
        foreach (var simulation in simulations)
        {
            if (warmUp > TimeSpan.Zero && simulation is (LoadSimulation.IterationsForConstantPart or LoadSimulation.IterationsForInjectPart))
            {
                return false;
            }

            if (warmUp >= simulation.During && warmUp > TimeSpan.Zero)
            {
                parts.Add(new LoadSegment(simulation, Measured: false));
                warmUp -= simulation.During;
            }
            else if (warmUp > TimeSpan.Zero)
            {
                var (first, second) = Split(simulation, level, warmUp);
                parts.Add(new LoadSegment(first, Measured: false));
                parts.Add(new LoadSegment(second, Measured: true));
                warmUp = TimeSpan.Zero;
            }
            else
            {
                parts.Add(new LoadSegment(simulation, Measured: true));
            }

            level = LevelAfter(simulation, level);
        }

        return parts.Any(part => part.Measured);
    }

    private static (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation simulation, double level, TimeSpan at)
    {
        var rest = simulation.During - at;
        var share = at / simulation.During;
        return simulation switch
        {
            LoadSimulation.KeepConstantPart part => (part with { Length = at }, part with { Length = rest }),
            LoadSimulation.InjectPart part => (part with { Length = at }, part with { Length = rest }),
            LoadSimulation.PoissonPart part => (part with { Length = at }, part with { Length = rest }),
            LoadSimulation.InjectRandomPart part => (part with { Length = at }, part with { Length = rest }),
            LoadSimulation.RampingConstantPart part =>
                (new LoadSimulation.RampingConstantPart((int)Math.Round(level + ((part.Copies - level) * share)), at), part with { Length = rest }),
            LoadSimulation.RampingInjectPart part =>
                (new LoadSimulation.RampingInjectPart(level + ((part.RatePerSecond - level) * share), at), part with { Length = rest }),
            _ => (new LoadSimulation.PausePart(at), new LoadSimulation.PausePart(rest)),
        };
    }

    /// <summary>Users or rate at the end of a part: where a following ramp starts.</summary>
    private static double LevelAfter(LoadSimulation simulation, double level) => simulation switch
    {
        LoadSimulation.KeepConstantPart part => part.Copies,
        LoadSimulation.RampingConstantPart part => part.Copies,
        LoadSimulation.InjectPart part => part.RatePerSecond,
        LoadSimulation.RampingInjectPart part => part.RatePerSecond,
        LoadSimulation.PoissonPart part => part.RatePerSecond,
        LoadSimulation.InjectRandomPart part => (part.Min + part.Max) / 2 / part.Interval.TotalSeconds,
        _ => 0,
    };
}
