using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.Engine.Pacing;

/// <summary>A stretch of a virtual user's life, in seconds from the phase's start.</summary>
/// <param name="StartSeconds">It starts iterating.</param>
/// <param name="EndSeconds">It starts no iteration from then on.</param>
internal readonly record struct UserInterval(double StartSeconds, double EndSeconds);

/// <summary>When each virtual user of a closed phase is alive: ramps are continuous, user j of n starts after j/n of the ramp. Pure.</summary>
internal static class UserSchedule
{
    /// <summary>Most virtual users that the segments ask for at once.</summary>
    public static int MaxUsers(IReadOnlyList<LoadSegment> segments) => segments.Max(segment => Copies(segment.Simulation));

    /// <summary>The stretches of user <paramref name="user"/>, in order.</summary>
    /// <exception cref="ArgumentException">A segment belongs to the open model.</exception>
    public static IReadOnlyList<UserInterval> For(int user, IReadOnlyList<LoadSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var intervals = new List<UserInterval>(1);
        double at = 0;
        double? alive = null;
        var before = 0;
        foreach (var segment in segments)
        {
            var length = segment.Simulation.During.TotalSeconds;
            var target = Copies(segment.Simulation);
            var change = LoadShape.Of(segment.Simulation).IsRamp ? at + RampOffset(user, before, target, length) : at;
            if (alive is null && user < target)
            {
                alive = change;
            }
            else if (alive is { } start && user >= target)
            {
                intervals.Add(new UserInterval(start, change));
                alive = null;
            }

            before = target;
            at += length;
        }

        if (alive is { } open)
        {
            var unbounded = LoadShape.Of(segments[^1].Simulation).IsUnbounded;
            intervals.Add(new UserInterval(open, unbounded ? double.PositiveInfinity : at));
        }

        return intervals;
    }

    private static double RampOffset(int user, int from, int to, double length) =>
        from == to ? 0
        : to > from ? length * (user - from) / (to - from)
        : length * (from - user) / (from - to);

    private static int Copies(LoadSimulation simulation) => LoadShape.Of(simulation) is { Model: not LoadModel.Open } shape
        ? (int)shape.LevelAfter(simulation)
        : throw new ArgumentException("A segment of the open model stands in a closed phase.");
}
