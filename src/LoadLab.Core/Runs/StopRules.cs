using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>An SLO that ends the run when it fails while the load runs: <c>abort:</c> of a suite, with all that it needs to be judged live.</summary>
public sealed record AbortRule
{
    /// <summary>Shortest window that says something: one second's figures are noise.</summary>
    public static TimeSpan LeastWindow { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The window when the suite gives none.</summary>
    public static TimeSpan DefaultWindow { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Id of the SLO.</summary>
    public required string Slo { get; init; }

    /// <summary>Measured time of a phase that passes before it is looked at.</summary>
    public required TimeSpan After { get; init; }

    /// <summary>Length of the sliding window, in whole seconds.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>A name of <see cref="MeasureNames"/>: a time or the error ratio; <c>http.availability</c> for the share that succeeded.</summary>
    public required string Measure { get; init; }

    /// <summary>Percentile of a time, 0 to 100; null for a ratio.</summary>
    public double? Percentile { get; init; }

    /// <summary>Milliseconds of a time, or a ratio of 0 to 1.</summary>
    public required double Limit { get; init; }

    /// <summary>The limit as written, with its comparison: <c>&lt; 600ms</c>.</summary>
    public required string LimitText { get; init; }

    /// <summary>Steps of the SLO's service.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>Steps that do not count.</summary>
    public required IReadOnlyList<string> Except { get; init; }

    /// <summary>Classes of failures that count for an error ratio; empty for all.</summary>
    public required IReadOnlyList<string> Classes { get; init; }
}

/// <summary>Ends the run when too much fails: <c>stop:</c> of a suite. Counts iterations, ramps and warm-up included.</summary>
/// <param name="ErrorRatio">Share of failed iterations above which it stops, 0 to 1.</param>
/// <param name="Over">Length of the sliding window, in whole seconds.</param>
/// <param name="MinSamples">Fewest iterations in the window.</param>
public sealed record StopRule(double ErrorRatio, TimeSpan Over, long MinSamples)
{
    /// <summary>The window when the suite gives none.</summary>
    public static TimeSpan DefaultWindow { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Fewest iterations when the suite gives none.</summary>
    public const long DefaultMinSamples = 100;
}

/// <summary>What ended a run before the end of its plan: a rule of the suite.</summary>
/// <param name="Slo">The SLO of an <see cref="AbortRule"/>; empty for a <see cref="StopRule"/>.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Second">Last second of the window.</param>
/// <param name="Reason">What was seen, against what.</param>
public sealed record RunStop(string Slo, string Phase, int Second, string Reason);
