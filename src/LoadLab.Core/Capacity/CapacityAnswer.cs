using System.Text.Json.Serialization;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity;

/// <summary>What a capacity search says of one model. Data only.</summary>
public sealed record CapacityAnswer
{
    /// <summary>What was raised.</summary>
    public required CapacityModel Model { get; init; }

    /// <summary>How the search ended.</summary>
    public required CapacityStatus Status { get; init; }

    /// <summary>The load at which the rows meet their limits: the highest that holds. Null when nothing can be said.</summary>
    public double? Load { get; init; }

    /// <summary>Lower end of its 95 % interval; null when it is not known.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its 95 % interval; null when it is not known.</summary>
    public double? High { get; init; }

    /// <summary>Lowest load above <see cref="Load"/> at which a row broke; null when none did.</summary>
    public double? BrokeAt { get; init; }

    /// <summary>Id of the row that broke first there.</summary>
    public string BrokenSlo { get; init; } = "";

    /// <summary>Loads that capacity rows of the catalogue ask about; empty when none does.</summary>
    public IReadOnlyList<double> Targets { get; init => field = value ?? []; } = [];

    /// <summary>Why, in one sentence.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What a reader must know: steps that contradict one another, rows that were not measured, why the search ended.</summary>
    public IReadOnlyList<string> Notes { get; init => field = value ?? []; } = [];

    /// <summary>The steps, in the order in which they were made.</summary>
    public IReadOnlyList<CapacityStep> Steps { get; init => field = value ?? []; } = [];

    /// <summary>What is held, with its interval: open above where nothing broke, from 0 on where nothing held; null when nothing can be said.</summary>
    [JsonIgnore]
    public Interval? Held => this switch
    {
        { Status: CapacityStatus.Invalid } => null,
        { Load: { } load, Low: { } low, High: { } high } => new Interval(load, low, high),
        { Low: { } low } => new Interval(low, low, double.PositiveInfinity),
        { High: { } high } => new Interval(high, 0, high),
        _ => null,
    };

    /// <summary>Half of the interval's width as a share of the load; null when it is not known.</summary>
    public double? PrecisionRatio => Load is > 0 && Low is { } low && High is { } high ? (high - low) / 2 / Load : null;
}
