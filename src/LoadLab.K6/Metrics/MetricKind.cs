namespace LoadLab.K6.Metrics;

/// <summary>What a metric makes of its values.</summary>
internal enum MetricKind
{
    /// <summary>Their sum.</summary>
    Counter,

    /// <summary>The last of them.</summary>
    Gauge,

    /// <summary>The share of those that are not 0.</summary>
    Rate,

    /// <summary>Their distribution.</summary>
    Trend,
}
