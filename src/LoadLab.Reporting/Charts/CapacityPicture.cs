using LoadLab.Core.Capacity;
using LoadLab.Core.Statistics;

namespace LoadLab.Reporting.Charts;

/// <summary>What the charts of a capacity search show. Data only.</summary>
public sealed record CapacityPicture
{
    /// <summary>What was loaded: the suite, or the address.</summary>
    public required string Subject { get; init; }

    /// <summary>The steps of one search and one model, in any order.</summary>
    public required IReadOnlyList<CapacityStep> Steps { get; init; }

    /// <summary>The load that holds, with its 95 % interval; null when the search found none.</summary>
    public Interval? Capacity { get; init; }

    /// <summary>The limits of the response time, each with its label: <c>P95 SLO 600 ms</c>.</summary>
    public IReadOnlyList<(string Label, double Ms)> Limits { get; init; } = [];
}
