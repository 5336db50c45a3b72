using System.Globalization;

namespace LoadLab.Core.Runs;

/// <summary>A limit that a scenario's code set with <c>WithThresholds</c>.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Step">The step; <c>*</c> for the whole iteration.</param>
/// <param name="Percentile">Percentile of the response time, 0 to 100; null for the error ratio.</param>
/// <param name="Below">What it must stay below: milliseconds, or a ratio of 0 to 1.</param>
public sealed record ThresholdPlan(string Scenario, string Step, double? Percentile, double Below)
{
    /// <summary>Id of its verdict: <c>student/log_in/p95</c>, <c>student/*/errors</c>.</summary>
    public string Id => $"{Scenario}/{Step}/" + (Percentile is { } percentile ? "p" + percentile.ToString(CultureInfo.InvariantCulture) : "errors");
}
