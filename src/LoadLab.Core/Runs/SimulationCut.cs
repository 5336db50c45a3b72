using LoadLab.Sdk;

namespace LoadLab.Core.Runs;

/// <summary>Cuts a part of a load in two at a time.</summary>
internal static class SimulationCut
{
    /// <summary>What comes before <paramref name="at"/> and what comes after; <paramref name="level"/> is the users or the rate before the part.</summary>
    public static (LoadSimulation First, LoadSimulation Second) Split(LoadSimulation simulation, double level, TimeSpan at)
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
            LoadSimulation.IterationsForInjectPart part => ByRate(part, at),
            _ => (new LoadSimulation.PausePart(at), new LoadSimulation.PausePart(rest)),
        };
    }

    /// <summary>Users or rate at the end of a part: where a following ramp starts.</summary>
    public static double LevelAfter(LoadSimulation simulation, double level) => simulation switch
    {
        LoadSimulation.KeepConstantPart part => part.Copies,
        LoadSimulation.RampingConstantPart part => part.Copies,
        LoadSimulation.IterationsForConstantPart part => part.Copies,
        LoadSimulation.InjectPart part => part.RatePerSecond,
        LoadSimulation.IterationsForInjectPart part => part.RatePerSecond,
        LoadSimulation.RampingInjectPart part => part.RatePerSecond,
        LoadSimulation.PoissonPart part => part.RatePerSecond,
        LoadSimulation.InjectRandomPart part => (part.Min + part.Max) / 2 / part.Interval.TotalSeconds,
        _ => 0,
    };

    private static (LoadSimulation First, LoadSimulation Second) ByRate(LoadSimulation.IterationsForInjectPart part, TimeSpan at)
    {
        var first = Math.Min(part.Iterations, (long)Math.Floor(part.RatePerSecond * at.TotalSeconds));
        return (part with { Iterations = first }, part with { Iterations = part.Iterations - first });
    }
}
