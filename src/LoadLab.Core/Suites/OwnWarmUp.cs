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
                var (first, second) = SimulationCut.Split(simulation, level, warmUp);
                parts.Add(new LoadSegment(first, Measured: false));
                parts.Add(new LoadSegment(second, Measured: true));
                warmUp = TimeSpan.Zero;
            }
            else
            {
                parts.Add(new LoadSegment(simulation, Measured: true));
            }

            level = SimulationCut.LevelAfter(simulation, level);
        }

        return parts.Any(part => part.Measured);
    }
}
