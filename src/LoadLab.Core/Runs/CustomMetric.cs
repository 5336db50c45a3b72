using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>What a metric of the scenarios' own came to, over the measured iterations of all phases.</summary>
public sealed record CustomMetric
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The tag that it was counted under; empty for all of its values.</summary>
    public string Tag { get; init; } = "";

    /// <summary>What it makes of its values.</summary>
    public required CustomKind Kind { get; init; }

    /// <summary>Unit of its values; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>How many values it got.</summary>
    public required long Samples { get; init; }

    /// <summary>Sum of a counter's values; null for other kinds.</summary>
    public double? Sum { get; init; }

    /// <summary>True values of a rate; null for other kinds.</summary>
    public long? Passes { get; init; }

    /// <summary>Latest value of a gauge; null for other kinds, and without values.</summary>
    public double? Last { get; init; }

    /// <summary>Lowest value of a gauge or trend; null for other kinds, and without values.</summary>
    public double? Min { get; init; }

    /// <summary>Mean of a trend; null for other kinds, and without values.</summary>
    public double? Mean { get; init; }

    /// <summary>Highest value of a gauge or trend; null for other kinds, and without values.</summary>
    public double? Max { get; init; }

    /// <summary>Median of a trend; null for other kinds, and without values.</summary>
    public double? P50 { get; init; }

    /// <summary>95th percentile of a trend; null for other kinds, and without values.</summary>
    public double? P95 { get; init; }

    /// <summary>99th percentile of a trend; null for other kinds, and without values.</summary>
    public double? P99 { get; init; }

    /// <summary>A trend's values by bucket, as <c>upper edge:count</c> with spaces between; empty for other kinds. See <see cref="TrendBuckets"/>.</summary>
    public string Distribution { get; init; } = "";

    /// <summary>Its measure: <c>trend.checkout[plan:premium]</c>.</summary>
    internal string Measure => CustomMeasures.NameOf(Kind, Name, Tag);
}
