using LoadLab.Core.Budgets;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Production;

/// <summary>What production reached on one row in a period.</summary>
public sealed record RowAttainment
{
    /// <summary>The SLO's id.</summary>
    public required string Id { get; init; }

    /// <summary>The verdict over the period, so far as it is over.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>One sentence: why this verdict, with gaps.</summary>
    public required string Reason { get; init; }

    /// <summary>What became of the slices.</summary>
    public required SliceCounts Slices { get; init; }

    /// <summary>Events that count; null for plain values.</summary>
    public double? Events { get; init; }

    /// <summary>Events of them that were surely bad. Those of which nothing tells whether they were are not among them.</summary>
    public double? BadEvents { get; init; }

    /// <summary>
    /// What was reached where something is known, in the unit of the limit; for a percentile the share of events within its limit. Null when not
    /// measured, and when of some events nothing tells whether they were good: then <see cref="LowerBound"/> and <see cref="UpperBound"/> are its ends.
    /// </summary>
    public double? Attained { get; init; }

    /// <summary>The same with all unknown time as bad: the least that was reached.</summary>
    public double? LowerBound { get; init; }

    /// <summary>The same with all unknown time as good: the most that can have been reached.</summary>
    public double? UpperBound { get; init; }

    /// <summary>The percentile of the whole period; null for what is none.</summary>
    public BucketPercentile? Percentile { get; init; }

    /// <summary>True when there is a figure to show.</summary>
    public bool HasFigure => Attained is not null || Percentile is not null;

    /// <summary>The error budget by events; null for plain values, when nothing was counted, and when it cannot be told whether it is overspent.</summary>
    public ErrorBudget? Budget { get; init; }

    /// <summary>The error budget by time: bad slices of the period without maintenance. Null where <see cref="Budget"/> is.</summary>
    public ErrorBudget? TimeBudget { get; init; }

    /// <summary>Longest stretch of bad slices, idle ones between them included; null when none was bad.</summary>
    public Stretch? LongestOutage { get; init; }

    /// <summary>Longest stretch of unknown slices; null when all are known.</summary>
    public Stretch? LongestGap { get; init; }
}
