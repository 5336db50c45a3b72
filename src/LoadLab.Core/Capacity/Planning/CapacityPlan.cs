using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Planning;

/// <summary>What a demand needs, month by month. Immutable.</summary>
public sealed record CapacityPlan
{
    /// <summary>What was asked.</summary>
    public required CapacityQuestion Question { get; init; }

    /// <summary>The months, the first to the last.</summary>
    public required IReadOnlyList<PlannedMonth> Months { get; init; }

    /// <summary>When today's instances no longer hold the demand with its headroom.</summary>
    public required PlannedMoment RunsOut { get; init; }

    /// <summary>When the pools no longer fit into <c>max_connections</c>; null when connections are not planned.</summary>
    public PlannedMoment? NeedsPooler { get; init; }

    /// <summary>Most instances whose pools fit into <c>max_connections</c>; null when connections are not planned.</summary>
    public int? MostInstancesWithoutPooler { get; init; }

    /// <summary>When Redis reaches its <c>maxmemory</c>; null when that is not planned.</summary>
    public PlannedMoment? RedisFull { get; init; }

    /// <summary>What each figure rests on, a sentence each.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }
}

/// <summary>A month of a plan.</summary>
/// <param name="Month">The month.</param>
/// <param name="Demand">Its demand.</param>
/// <param name="Instances">Instances that it needs; the ends are those of low demand on high capacity and of high demand on low capacity. Infinite where no number is enough.</param>
/// <param name="Connections">Connections of their pools; null when they are not planned.</param>
/// <param name="RedisBytes">Memory of Redis; null when it is not planned.</param>
public sealed record PlannedMonth(YearMonth Month, Interval Demand, Interval Instances, Interval? Connections, Interval? RedisBytes);

/// <summary>When something happens in a plan; null is after its last month.</summary>
/// <param name="Expected">By the estimates.</param>
/// <param name="Earliest">With the high end of demand and the low end of capacity.</param>
/// <param name="Latest">With the low end of demand and the high end of capacity.</param>
public sealed record PlannedMoment(YearMonth? Expected, YearMonth? Earliest, YearMonth? Latest);
