namespace LoadLab.Sdk;

/// <summary>What a metric makes of its values.</summary>
public enum MetricType
{
    /// <summary>Their sum.</summary>
    Counter = 0,

    /// <summary>The latest of them.</summary>
    Gauge = 1,

    /// <summary>The share of those that are true.</summary>
    Rate = 2,

    /// <summary>Their distribution.</summary>
    Trend = 3,
}
