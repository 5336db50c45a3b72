using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>Leaves the first part of a scenario's own load out of the figures: the segments up to the warm-up's end are not measured.</summary>
internal static class WarmUpSplit
{
    public static bool TrySplit(IReadOnlyList<LoadSimulation> simulations, TimeSpan warmUp, out IReadOnlyList<LoadSegment> segments)
    {
        var parts = new List<LoadSegment>();
        segments = parts;
        double level = 0;
        foreach (var simulation in simulations)
        {
            var shape = LoadShape.Of(simulation);
            if (warmUp > TimeSpan.Zero && shape.IsForIterations)
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
                var (first, second) = shape.Split(simulation, level, warmUp);
                parts.Add(new LoadSegment(first, Measured: false));
                parts.Add(new LoadSegment(second, Measured: true));
                warmUp = TimeSpan.Zero;
            }
            else
            {
                parts.Add(new LoadSegment(simulation, Measured: true));
            }

            level = shape.LevelAfter(simulation);
        }

        return parts.Any(part => part.Measured);
    }
}
