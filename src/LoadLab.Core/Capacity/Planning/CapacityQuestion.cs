namespace LoadLab.Core.Capacity.Planning;

/// <summary>What a capacity plan is asked. Data only.</summary>
public sealed record CapacityQuestion
{
    /// <summary>What is held today.</summary>
    public required MeasuredCapacity Capacity { get; init; }

    /// <summary>Demand in the capacity's own unit, and how it goes on.</summary>
    public required DemandGrowth Demand { get; init; }

    /// <summary>First month of the plan.</summary>
    public required YearMonth From { get; init; }

    /// <summary>Last month of the plan.</summary>
    public required YearMonth Until { get; init; }

    /// <summary>Instances that run today.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Part of the capacity that stays free, 0 to below 1.</summary>
    public double HeadroomRatio { get; init; }

    /// <summary>Contention σ between instances, 0 to below 1: n instances hold n/(1+σ(n−1)) times what one holds.</summary>
    public double ContentionRatio { get; init; }

    /// <summary>Connections of the pool of one instance; null when they are not planned.</summary>
    public int? Pool { get; init; }

    /// <summary><c>max_connections</c> of Postgres.</summary>
    public int MaxConnections { get; init; } = DefaultMaxConnections;

    /// <summary>Connections that Postgres keeps for superusers, and that others hold: migrations, monitoring, jobs.</summary>
    public int OtherConnections { get; init; } = DefaultReserved;

    /// <summary>Memory that Redis used at the measured capacity, in bytes; null when it is not planned.</summary>
    public double? RedisBytes { get; init; }

    /// <summary><c>maxmemory</c> of Redis in bytes; null when it is not known.</summary>
    public double? RedisMaxBytes { get; init; }

    /// <summary>What Postgres starts with when nobody sets <c>max_connections</c>.</summary>
    public const int DefaultMaxConnections = 100;

    /// <summary>What <c>superuser_reserved_connections</c> is when nobody sets it.</summary>
    public const int DefaultReserved = 3;
}
