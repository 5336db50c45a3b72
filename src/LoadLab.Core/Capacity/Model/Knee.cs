namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// The knee of response time against load: the load at which the mean response time is twice what it is without queueing. For one server with random arrivals
/// (M/M/1) that is half of its capacity, and the load with the highest power X/R (Kleinrock 1979).
/// </summary>
public sealed record Knee
{
    /// <summary>Mean response time without queueing, in milliseconds.</summary>
    public required double UnloadedMs { get; init; }

    /// <summary>The load of the knee, between the two levels that enclose it; null when no level reaches twice the time without queueing.</summary>
    public double? Load { get; init; }

    /// <summary>The level below it; the highest level when there is no knee.</summary>
    public required double Below { get; init; }

    /// <summary>The level above it; null when there is no knee.</summary>
    public double? Above { get; init; }

    /// <summary>Highest mean response time of the levels against the one without queueing.</summary>
    public required double HighestFactor { get; init; }
}
