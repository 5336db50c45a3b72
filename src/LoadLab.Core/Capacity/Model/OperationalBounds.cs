using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// What throughput cannot exceed, whatever the code between the resources does: X ≤ units/D of the bottleneck, and X ≤ N/(R₀+Z) in the closed model (asymptotic
/// bounds, Denning and Buzen 1978; Lazowska and others 1984, chapter 5).
/// </summary>
public sealed record OperationalBounds
{
    /// <summary>The resource with the largest demand against its servers; null when none is known.</summary>
    public ResourceDemand? Bottleneck { get; init; }

    /// <summary>Resources whose interval of the bound overlaps the bottleneck's: the data do not tell them apart.</summary>
    public required IReadOnlyList<ResourceDemand> Alternatives { get; init; }

    /// <summary>Mean response time without queueing, in seconds; null when it is not known. It stands for the sum of all demands, known resources and unknown ones.</summary>
    public double? UnloadedSeconds { get; init; }

    /// <summary>Mean think time a request, in seconds: N/X − R over the steps; null in the open model.</summary>
    public double? ThinkSeconds { get; init; }

    /// <summary>Throughput that <paramref name="users"/> reach at most, a second; null when nothing bounds it.</summary>
    public double? At(double users)
    {
        double? byUsers = UnloadedSeconds + ThinkSeconds is > 0 and var cycle ? users / cycle : null;
        return (byUsers, Bottleneck?.Bound.Estimate) switch
        {
            ({ } one, { } other) => Math.Min(one, other),
            var (one, other) => one ?? other,
        };
    }

    /// <summary>Users from which on the bottleneck bounds throughput, and no longer the users themselves: N* = X_max·(R₀+Z).</summary>
    public double? SaturationUsers => Bottleneck?.Bound.Estimate * (UnloadedSeconds + ThinkSeconds);
}
