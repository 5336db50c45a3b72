using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.K6.Loads;

/// <summary>When a ramp takes users away: user n, from 0, goes when the load falls to n users, and the last come go first. Pure.</summary>
internal static class RampDown
{
    /// <summary>The ends of users' lives in the order of time, without those at the end of the load, which is the drain's.</summary>
    public static IReadOnlyList<(TimeSpan At, int User)> EndsOf(PhasePlan phase)
    {
        var ends = new List<(TimeSpan At, int User)>();
        var (start, level) = (TimeSpan.Zero, 0d);
        foreach (var simulation in phase.Segments.Select(segment => segment.Simulation))
        {
            var next = LoadShape.Of(simulation).LevelAfter(simulation);
            for (var user = (int)Math.Ceiling(level) - 1; user >= next; user--)
            {
                ends.Add((start + (simulation.During * (simulation is LoadSimulation.RampingConstantPart ? (level - user) / (level - next) : 0)), user));
            }

            (start, level) = (start + simulation.During, next);
        }

        return [.. ends.Where(end => end.At < phase.Duration).OrderBy(end => end.At)];
    }
}
