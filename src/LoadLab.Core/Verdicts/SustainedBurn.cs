using System.Text.Json.Serialization;

namespace LoadLab.Core.Verdicts;

/// <summary>
/// How fast production's error budget would be spent if what the run saw went on. A run is minutes and a budget is a month, so this is no verdict and no
/// part of the budget is known to be spent by it.
/// </summary>
public sealed record SustainedBurn
{
    /// <summary>The SLO.</summary>
    public required string SloId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The phase whose ratio it is: the one that the verdict rests on.</summary>
    public required string Phase { get; init; }

    /// <summary>T: share that must be good, 0 to 1.</summary>
    public required double TargetRatio { get; init; }

    /// <summary>Share that was bad, 0 to 1.</summary>
    public required double BadRatio { get; init; }

    /// <summary>Bad ratio / (1 − T): 1 spends the budget in exactly its period. Null at T = 1, which has no budget.</summary>
    public required double? Rate { get; init; }

    /// <summary>The rate at the lower end of the ratio's 95 % interval (Clopper–Pearson).</summary>
    public required double? RateLow { get; init; }

    /// <summary>The rate at its upper end.</summary>
    public required double? RateHigh { get; init; }

    /// <summary>Period of the budget in days.</summary>
    public required double PeriodDays { get; init; }

    /// <summary>Hours until a whole budget is spent at <see cref="Rate"/>; null when it never is, and at T = 1.</summary>
    public required double? HoursToSpend { get; init; }

    /// <summary>The burn-rate rules that would fire, even at the lower end of the interval.</summary>
    public required IReadOnlyList<BurnAlert> Fires { get; init; }

    /// <summary>The rules that may: the upper end of the interval exceeds their factor, the lower one does not.</summary>
    public required IReadOnlyList<BurnAlert> MayFire { get; init; }

    /// <summary>True when something was bad, and either the budget would not last its period or an alert would fire.</summary>
    [JsonIgnore]
    public bool IsWorthTelling => BadRatio > 0 && (Rate is null or > 1 || Fires.Count > 0);
}

/// <summary>A burn-rate rule by name.</summary>
/// <param name="Severity"><c>page</c> or <c>ticket</c>.</param>
/// <param name="Rule"><c>14.4 in 1h/5m</c>.</param>
public sealed record BurnAlert(string Severity, string Rule);
