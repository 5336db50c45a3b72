namespace LoadLab.Core.Trend;

/// <summary>One run of a history.</summary>
/// <param name="RunId">The run.</param>
/// <param name="StartedAt">When its load began.</param>
/// <param name="Labels">Labels that it was given; <c>commit</c> is the one that is shown beside a change.</param>
/// <param name="Value">What was measured, in the measure's unit.</param>
/// <param name="Low">Lower end of its 95 % interval; the value itself when it has none.</param>
/// <param name="High">Upper end.</param>
public sealed record TrendPoint(
    string RunId, DateTimeOffset StartedAt, IReadOnlyDictionary<string, string> Labels, double Value, double Low, double High);

/// <summary>A limit of the catalogue that the measure is held to.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Tier"><c>sla</c> or <c>slo</c>.</param>
/// <param name="Comparison"><c>lt</c>, <c>lte</c>, <c>gt</c> or <c>gte</c>.</param>
/// <param name="Value">The limit, in the measure's unit.</param>
public sealed record TrendLimit(string Id, string Tier, string Comparison, double Value)
{
    /// <summary>True when less is better.</summary>
    public bool WantsLess => Comparison is "lt" or "lte";

    /// <summary>True when a value keeps the limit.</summary>
    public bool IsKeptBy(double value) => Comparison switch
    {
        "lt" => value < Value,
        "lte" => value <= Value,
        "gt" => value > Value,
        _ => value >= Value,
    };
}

/// <summary>A measure over the runs of a suite.</summary>
/// <param name="Measure">Its name: the SLO that it is judged by, or a figure such as <c>rate-100 p95</c>.</param>
/// <param name="Unit"><c>ms</c>, <c>ratio</c>, <c>1/s</c> …</param>
/// <param name="Points">The runs, the oldest first.</param>
/// <param name="Limits">Its limits; empty when it has none.</param>
public sealed record TrendSeries(string Measure, string Unit, IReadOnlyList<TrendPoint> Points, IReadOnlyList<TrendLimit> Limits);
