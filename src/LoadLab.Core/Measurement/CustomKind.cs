namespace LoadLab.Core.Measurement;

/// <summary>What a figure of a scenario's own makes of its values.</summary>
public enum CustomKind
{
    /// <summary>Their sum.</summary>
    Counter,

    /// <summary>The latest of them.</summary>
    Gauge,

    /// <summary>The share of those that are true.</summary>
    Rate,

    /// <summary>Their distribution.</summary>
    Trend,

    /// <summary>The share of checks that held.</summary>
    Check,
}
