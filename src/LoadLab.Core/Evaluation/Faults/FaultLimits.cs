namespace LoadLab.Core.Evaluation.Faults;

/// <summary>What "back at the level before" means, in numbers, each with its reason.</summary>
internal static class FaultLimits
{
    /// <summary>Most seconds before a fault that make up the level: the recent past, not the whole run.</summary>
    public const int MostSecondsBefore = 30;

    /// <summary>Fewest: with less it is not known how much a second differs from the next.</summary>
    public const int FewestSecondsBefore = 3;

    /// <summary>Seconds in a row that must be as before: one good second between two bad ones is no recovery.</summary>
    public const int GoodSeconds = 3;

    /// <summary>
    /// A second is as before when its P95, and its queue, is at most this many times that of the worst second before. Seconds of a healthy run
    /// exceed the worst of those before by chance, if by little; what an outage does is many times that.
    /// </summary>
    public const double Margin = 1.5;

    /// <summary>Error ratio that is always as before: a failed request among a hundred says nothing about an outage.</summary>
    public const double ErrorFloorRatio = 0.01;

    /// <summary>A second is as before only when it has at least this share of the median second's results: where nothing ends, nothing fails either.</summary>
    public const double LeastResultsRatio = 0.5;

    /// <summary>Queue length that is always as before: a queue that is taken from at once has some items in it by chance.</summary>
    public const double QueueFloor = 5;
}
