using LoadLab.Core.Statistics;

namespace LoadLab.Core.Trend;

/// <summary>What the history of a measure says.</summary>
/// <param name="Series">The history.</param>
/// <param name="Changes">From which runs on it is another one.</param>
/// <param name="Variation">Standard deviation from run to run between changes, as a part of the mean; NaN when there are too few runs.</param>
/// <param name="SmallestShift">Shift in the middle of such a history that is seen four times of five, as a part of the mean; infinite when none would be.</param>
/// <param name="Forecast">When the limit will be crossed.</param>
public sealed record MeasureTrend(
    TrendSeries Series, IReadOnlyList<ChangePoint> Changes, double Variation, double SmallestShift, BreachForecast Forecast);

/// <summary>When a limit will be crossed, or why nobody can say.</summary>
/// <param name="Limit">The limit; null when there is none.</param>
/// <param name="Date">The date; null when there is none.</param>
/// <param name="Earliest">Earliest date of the 95 % interval; null when there is no date.</param>
/// <param name="Latest">Latest date; null when it has no end.</param>
/// <param name="Reason">One sentence.</param>
public sealed record BreachForecast(TrendLimit? Limit, DateTimeOffset? Date, DateTimeOffset? Earliest, DateTimeOffset? Latest, string Reason);

/// <summary>The trends of a suite.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Measures">One for each measure.</param>
/// <param name="LeftOut">Runs of the suite that were left out, with why, each in a sentence.</param>
public sealed record SuiteTrend(string Suite, IReadOnlyList<MeasureTrend> Measures, IReadOnlyList<string> LeftOut);
