using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Reporting.Figures;

/// <summary>What a phase's plan offers: in words, and as a rate at a moment. Reads the plan only.</summary>
internal static class LoadDescription
{
    /// <summary>The measured load: "1,000 users", "150/s", "50 → 200 users".</summary>
    public static string InWords(PhasePlan phase)
    {
        var texts = new List<string>();
        LoadSimulation? before = null;
        foreach (var segment in phase.Segments)
        {
            if (segment.Measured)
            {
                texts.Add(Words(segment.Simulation, before));
            }

            before = segment.Simulation;
        }

        return string.Join(", then ", texts.Distinct());
    }

    /// <summary>Offered starts a second at <paramref name="offset"/> seconds after the phase's start; NaN where the plan names no rate.</summary>
    public static double RateAt(PhasePlan phase, double offset)
    {
        double from = 0;
        double start = 0;
        foreach (var segment in phase.Segments)
        {
            var length = segment.Simulation.During.TotalSeconds;
            if (offset >= start && offset < start + length)
            {
                return segment.Simulation is LoadSimulation.RampingInjectPart ramp
                    ? from + ((ramp.RatePerSecond - from) * (offset - start) / length)
                    : Rate(segment.Simulation);
            }

            from = Rate(segment.Simulation) is var rate && double.IsNaN(rate) ? 0 : rate;
            start += length;
        }

        return double.NaN;
    }

    private static string Words(LoadSimulation load, LoadSimulation? before) => load switch
    {
        LoadSimulation.KeepConstantPart part => Users(part.Copies),
        LoadSimulation.RampingConstantPart part => $"{Units.Count(Copies(before))} → {Users(part.Copies)}",
        LoadSimulation.InjectPart part => Units.Rate(part.RatePerSecond),
        LoadSimulation.RampingInjectPart part => $"{Units.Rate(before is null ? 0 : Rate(before))} → {Units.Rate(part.RatePerSecond)}",
        LoadSimulation.InjectRandomPart part =>
            $"{Units.Rate(part.Min / part.Interval.TotalSeconds)} to {Units.Rate(part.Max / part.Interval.TotalSeconds)} at random",
        LoadSimulation.PoissonPart part => Units.Rate(part.RatePerSecond) + " Poisson",
        LoadSimulation.PausePart => "a pause",
        LoadSimulation.IterationsForConstantPart part => $"{Units.Count(part.Iterations)} iterations by {Users(part.Copies)}",
        LoadSimulation.IterationsForInjectPart part => $"{Units.Count(part.Iterations)} iterations at {Units.Rate(part.RatePerSecond)}",
        _ => throw new System.Diagnostics.UnreachableException(load.GetType().Name),
    };

    private static string Users(int copies) => copies == 1 ? "1 user" : Units.Count(copies) + " users";

    private static int Copies(LoadSimulation? load) => load switch
    {
        LoadSimulation.KeepConstantPart part => part.Copies,
        LoadSimulation.RampingConstantPart part => part.Copies,
        _ => 0,
    };

    private static double Rate(LoadSimulation load) => load switch
    {
        LoadSimulation.InjectPart part => part.RatePerSecond,
        LoadSimulation.RampingInjectPart part => part.RatePerSecond,
        LoadSimulation.InjectRandomPart part => (part.Min + part.Max) / 2 / part.Interval.TotalSeconds,
        LoadSimulation.PoissonPart part => part.RatePerSecond,
        LoadSimulation.IterationsForInjectPart part => part.RatePerSecond,
        LoadSimulation.PausePart => 0,
        _ => double.NaN,
    };
}
