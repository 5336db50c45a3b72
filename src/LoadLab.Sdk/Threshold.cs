namespace LoadLab.Sdk;

/// <summary>A limit written in code, judged beside the catalogue's.</summary>
public sealed record Threshold
{
    /// <summary>Step it looks at; null for the whole iteration.</summary>
    public string? StepName { get; init; }

    /// <summary>Percentile of the response time, 0 to 100; null when the limit is on the error ratio.</summary>
    public double? Percentile { get; init; }

    /// <summary>The response time must stay below this.</summary>
    public TimeSpan? ResponseTimeBelow { get; init; }

    /// <summary>The share of failed iterations or steps must stay below this, 0 to 1.</summary>
    public double? ErrorRatioBelow { get; init; }

    /// <summary>Limit on a percentile of the response time.</summary>
    /// <param name="percentile">0 to 100, for example 99.9.</param>
    /// <param name="below">The limit.</param>
    /// <param name="stepName">Step, or null for the whole iteration.</param>
    public static Threshold ResponseTime(double percentile, TimeSpan below, string? stepName = null) =>
        new() { Percentile = percentile, ResponseTimeBelow = below, StepName = stepName };

    /// <summary>Limit on the share of failures.</summary>
    /// <param name="below">0 to 1.</param>
    /// <param name="stepName">Step, or null for the whole iteration.</param>
    public static Threshold ErrorRatio(double below, string? stepName = null) =>
        new() { ErrorRatioBelow = below, StepName = stepName };
}
