using System.Globalization;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// Finds the knee. The time without queueing is read where the line of 1/R through the lowest levels meets no load (1/R is straight for M/M/1, and level below the
/// knee for several servers), and is at most the lowest that was measured. Means of levels that go down again are pooled first. Pure.
/// </summary>
public static class KneeFinder
{
    /// <summary>Fewest levels with a response time.</summary>
    public const int FewestLevels = 4;

    /// <summary>Times the response time without queueing.</summary>
    public const double Factor = 2;

    /// <summary>Levels that the line to no load goes through.</summary>
    private const int LowestLevels = 3;

    /// <summary>The knee, or why the steps carry none.</summary>
    public static Derived<Knee> Of(IReadOnlyList<CapacityStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var (load, ms) = Levels(steps);
        if (load.Length < FewestLevels)
        {
            return Derived.Refused<Knee>(string.Create(CultureInfo.InvariantCulture,
                $"{load.Length} {(load.Length == 1 ? "level" : "levels")} with a response time, {FewestLevels} needed"));
        }

        var unloaded = Unloaded(load, ms, steps[0].Model);
        var limit = Factor * unloaded;
        var above = Array.FindIndex(ms, value => value >= limit);
        var knee = new Knee { UnloadedMs = unloaded, Below = load[^1], HighestFactor = ms[^1] / unloaded };
        return above switch
        {
            0 => Derived.Refused<Knee>(string.Create(CultureInfo.InvariantCulture, $"the lowest level is past it already: {ms[0] / unloaded:0.#} times the response time without queueing")),
            < 0 => Derived.Of(knee),
            _ => Derived.Of(knee with { Below = load[above - 1], Above = load[above], Load = Between(load, ms, above, limit) }),
        };
    }

    /// <summary>Mean response time without queueing in milliseconds; null with too few levels.</summary>
    internal static double? Unloaded(IReadOnlyList<CapacityStep> steps)
    {
        var (load, ms) = Levels(steps);
        return load.Length < FewestLevels ? null : Unloaded(load, ms, steps[0].Model);
    }

    /// <summary>The levels with a response time, by load; repeated ones are one.</summary>
    private static (double[] Load, double[] Ms) Levels(IReadOnlyList<CapacityStep> steps)
    {
        var levels = steps.Where(step => step.Outcome != StepOutcome.Invalid && step is { Load: > 0, MeanMs: > 0 })
            .GroupBy(step => step.Load)
            .Select(level => (Load: level.Key, Ms: level.Average(step => step.MeanMs!.Value), Weight: (double)level.Count()))
            .OrderBy(level => level.Load)
            .ToList();
        return ([.. levels.Select(level => level.Load)], Rising.Pool([.. levels.Select(level => level.Ms)], [.. levels.Select(level => level.Weight)]));
    }

    /// <summary>One user alone never waits for another, so the closed model has no queueing at 1 and not at 0.</summary>
    private static double Unloaded(double[] load, double[] ms, CapacityModel model)
    {
        var line = TheilSen.Fit(load[..LowestLevels], [.. ms.Take(LowestLevels).Select(value => 1 / value)]);
        var speed = line.MedianY + (line.Slope.Estimate * ((model == CapacityModel.Users ? 1 : 0) - line.MedianX));
        return speed > 0 ? Math.Min(ms[0], 1 / speed) : ms[0];
    }

    private static double Between(double[] load, double[] ms, int above, double limit)
    {
        var (low, high) = (1 / ms[above - 1], 1 / ms[above]);
        return load[above - 1] + ((load[above] - load[above - 1]) * (low - (1 / limit)) / (low - high));
    }
}
