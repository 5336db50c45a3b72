using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>A stretch of a phase that counts.</summary>
/// <param name="Start">From the phase's start.</param>
/// <param name="End">From the phase's start; <see cref="TimeSpan.MaxValue"/> when iterations, not time, end it.</param>
internal readonly record struct MeasuredWindow(TimeSpan Start, TimeSpan End)
{
    /// <summary>Far enough for any run, near enough not to overflow in ticks.</summary>
    private static readonly TimeSpan Unbounded = TimeSpan.FromDays(365);

    /// <summary>The measured stretches of a plan; neighbours are one.</summary>
    public static MeasuredWindow[] Of(PhasePlan plan)
    {
        var windows = new List<MeasuredWindow>();
        var at = TimeSpan.Zero;
        foreach (var segment in plan.Segments)
        {
            var length = LoadShape.Of(segment.Simulation).IsUnbounded ? Unbounded : segment.Simulation.During;
            if (segment.Measured)
            {
                if (windows.Count > 0 && windows[^1].End == at)
                {
                    windows[^1] = windows[^1] with { End = at + length };
                }
                else
                {
                    windows.Add(new MeasuredWindow(at, at + length));
                }
            }

            at += length;
        }

        return [.. windows];
    }
}
