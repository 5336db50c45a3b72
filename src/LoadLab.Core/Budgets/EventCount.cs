namespace LoadLab.Core.Budgets;

/// <summary>Events of a piece of time, or of a whole: requests, samples of a probe, slices of time.</summary>
/// <param name="Bad">Those that count against the budget.</param>
/// <param name="Total">All.</param>
public readonly record struct EventCount(long Bad, long Total)
{
    /// <summary>The bad share, 0 to 1; null when there was no event.</summary>
    public decimal? BadRatio => Total == 0 ? null : (decimal)Bad / Total;

    /// <summary>Both together: by events, never the mean of two ratios.</summary>
    public static EventCount operator +(EventCount left, EventCount right) => new(left.Bad + right.Bad, left.Total + right.Total);

    /// <summary>What is left of <paramref name="left"/> without <paramref name="right"/>.</summary>
    public static EventCount operator -(EventCount left, EventCount right) => new(left.Bad - right.Bad, left.Total - right.Total);
}
