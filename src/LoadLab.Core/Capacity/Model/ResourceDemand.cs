using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Model;

/// <summary>What one request takes of a resource, by the utilisation law U·units = X·D (Denning and Buzen 1978).</summary>
public sealed record ResourceDemand
{
    /// <summary>The resource.</summary>
    public required string Name { get; init; }

    /// <summary>The measure that shows it.</summary>
    public required string Measure { get; init; }

    /// <summary>How many servers it has.</summary>
    public required double Units { get; init; }

    /// <summary>Milliseconds of one server a request takes, with its 95 % interval.</summary>
    public required Interval DemandMs { get; init; }

    /// <summary>Throughput at which all servers are busy, units/D, a second.</summary>
    public required Interval Bound { get; init; }

    /// <summary>Highest busy share of the steps, 0 to 1.</summary>
    public required double HighestBusyRatio { get; init; }

    /// <summary>How many steps show it.</summary>
    public required int Steps { get; init; }

    /// <summary>
    /// Whether a step reached more than one demand for all loads allows: a request takes less of it at higher load. The demand is then that at the highest
    /// throughput, and the interval of the bound goes from that throughput to the largest bound of a single step with half of it or more.
    /// </summary>
    public required bool FallsWithLoad { get; init; }

    /// <summary>Whether a request takes more of it at higher throughput (Mann and Kendall, 5 %): it waits for another resource meanwhile, and the bound is too high.</summary>
    public required bool GrowsWithLoad { get; init; }
}
