namespace LoadLab.Cli.Options;

/// <summary>What <c>plan-capacity</c> was asked, as it was written; null for what was left out.</summary>
internal sealed record CapacityPlanArguments
{
    public string? Capacity { get; init; }

    public string? Interval { get; init; }

    /// <summary>Where the capacity is from; null for the command line.</summary>
    public string? Source { get; init; }

    public string? Instances { get; init; }

    /// <summary>Instances that the capacity was measured with; null for those of today.</summary>
    public int? MeasuredInstances { get; init; }

    public string? Users { get; init; }

    public string? Rate { get; init; }

    public string? Demand { get; init; }

    public string? PerUser { get; init; }

    public string? Growth { get; init; }

    public string? Headroom { get; init; }

    public string? Contention { get; init; }

    public string? From { get; init; }

    public string? Until { get; init; }

    public string? Pool { get; init; }

    public string? MaxConnections { get; init; }

    public string? OtherConnections { get; init; }

    public string? RedisMemory { get; init; }

    public string? RedisMax { get; init; }
}
