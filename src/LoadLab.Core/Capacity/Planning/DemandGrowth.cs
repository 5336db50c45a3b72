using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Planning;

/// <summary>How demand goes on from a day: exponentially.</summary>
public sealed record DemandGrowth
{
    /// <summary>The day that <see cref="Level"/> is of.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Demand on that day, in its unit, with the interval in which a single peak lies.</summary>
    public required Interval Level { get; init; }

    /// <summary>Growth a month as a ratio: 0.08 is 8 %. Its interval is the point where it was given and not fitted.</summary>
    public required Interval PerMonth { get; init; }

    /// <summary>The middle of the history that it was fitted to: the interval of the growth turns about it. <see cref="From"/> where nothing was fitted.</summary>
    public required DateOnly Centre { get; init; }

    /// <summary>The peaks that it was fitted to, in its unit; empty where nothing was fitted.</summary>
    public IReadOnlyList<DemandPoint> History { get; init; } = [];

    /// <summary>The last month that the history says something of; null where nothing was fitted.</summary>
    public YearMonth? Says { get; init; }

    /// <summary>What it rests on, a sentence each.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>Demand at the end of a month, where growth takes its peak, with its 95 % interval.</summary>
    public Interval At(YearMonth month)
    {
        var months = month.Index + 1 - YearMonth.Place(From);
        var fromCentre = month.Index + 1 - YearMonth.Place(Centre);
        var estimate = Level.Estimate * Math.Pow(1 + PerMonth.Estimate, months);
        return new Interval(
            estimate,
            estimate * (Level.Low / Level.Estimate) * Math.Pow((1 + PerMonth.Low) / (1 + PerMonth.Estimate), Math.Abs(fromCentre)),
            estimate * (Level.High / Level.Estimate) * Math.Pow((1 + PerMonth.High) / (1 + PerMonth.Estimate), Math.Abs(fromCentre)));
    }

    /// <summary>Growth that was given, from a level that was given for a month.</summary>
    public static DemandGrowth Given(YearMonth from, double level, double perMonth, IReadOnlyList<string> assumptions) => new()
    {
        From = from.LastDay,
        Level = Interval.Exact(level),
        PerMonth = Interval.Exact(perMonth),
        Centre = from.LastDay,
        Assumptions = assumptions,
    };
}
