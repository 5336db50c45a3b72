namespace LoadLab.Core.Catalogue;

/// <summary>
/// How production measures a row (<c>production:</c>), in PromQL. Exactly one of these is given: <see cref="Good"/> and <see cref="Total"/>,
/// <see cref="Histogram"/>, <see cref="Value"/> or <see cref="NotMeasured"/>; the others are empty. In the queries <c>$__slice</c> is the length of a
/// slice, and <c>$__increase(selector)</c> what each counter rose by in it (<see cref="QueryText"/>).
/// </summary>
public sealed record ProductionQueries
{
    /// <summary>Events of a slice that were good, as one series.</summary>
    public string Good { get; init; } = "";

    /// <summary>All events of a slice, as one series.</summary>
    public string Total { get; init; } = "";

    /// <summary>Selector of the buckets of a histogram: <c>http_request_duration_seconds_bucket{job="lms"}</c>.</summary>
    public string Histogram { get; init; } = "";

    /// <summary>The value in a slice, as one series: in the unit of the objective, times in <see cref="UnitMs"/>.</summary>
    public string Value { get; init; } = "";

    /// <summary>Milliseconds in the unit of a histogram's bounds or of a time's value: 1000 for seconds.</summary>
    /// <value>1000.</value>
    public double UnitMs { get; init; } = 1000;

    /// <summary>Why production cannot measure it; empty when it can.</summary>
    public string NotMeasured { get; init; } = "";

    /// <summary>All queries as they stand in the catalogue.</summary>
    public IEnumerable<string> All => new[] { Good, Total, Histogram, Value }.Where(query => query.Length > 0);
}
