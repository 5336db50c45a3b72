using LoadLab.Core.Capacity;

namespace LoadLab.Core.Runs;

/// <summary>What a capacity search was asked for: with it, the phases of the run are its steps.</summary>
public sealed record CapacityPlan
{
    /// <summary>Ids of the rows that must hold.</summary>
    public required IReadOnlyList<string> Slos { get; init; }

    /// <summary>Half of the interval's width, as a share of the load, at which a search ends.</summary>
    public required double Precision { get; init; }

    /// <summary>Measured seconds of a step.</summary>
    public required double HoldSeconds { get; init; }

    /// <summary>Most seconds for all searches together; null for as long as they take.</summary>
    public double? MostSeconds { get; init; }

    /// <summary>The searches, one after the other.</summary>
    public required IReadOnlyList<CapacityRange> Searches { get; init; }
}

/// <summary>The loads that a search may try.</summary>
/// <param name="Model">What is raised.</param>
/// <param name="From">The first one.</param>
/// <param name="To">The highest one.</param>
/// <param name="Floor">The lowest one.</param>
public sealed record CapacityRange(CapacityModel Model, double From, double To, double Floor);
