using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Statistics;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Terminal;

/// <summary>A trend as lines for people. Pure.</summary>
internal static class TrendText
{
    public static IEnumerable<string> Lines(SuiteTrend trend)
    {
        var runs = trend.Measures.SelectMany(measure => measure.Series.Points).DistinctBy(point => point.RunId).OrderBy(point => point.StartedAt).ToList();
        yield return $"Suite {trend.Suite}: {Units.Counted(runs.Count, "run")}, {Time(runs[0].StartedAt)} to {Time(runs[^1].StartedAt)} UTC";
        foreach (var reason in trend.LeftOut)
        {
            yield return $"  left out: {reason}";
        }

        yield return "";
        var rows = new List<string[]> { new[] { "MEASURE", "RUNS", "FIRST", "LAST", "95 % INTERVAL", "LIMIT", "RUN TO RUN", "SEEN FROM", "CHANGES" } };
        rows.AddRange(trend.Measures.Select(Row));
        foreach (var line in ColumnText.Lines(rows, 1, 2, 3, 4, 5, 6, 7, 8))
        {
            yield return line;
        }

        yield return "";
        foreach (var line in Changes(trend))
        {
            yield return line;
        }

        yield return "";
        foreach (var measure in trend.Measures.Where(measure => measure.Forecast.Limit is not null))
        {
            yield return $"Forecast {measure.Series.Measure}: {Forecast(measure.Forecast)}";
        }

        foreach (var note in Notes(trend))
        {
            yield return note;
        }
    }

    /// <summary>What the words of the table rest on.</summary>
    public static IEnumerable<string> Notes(SuiteTrend trend)
    {
        var count = trend.Measures.Max(measure => measure.Series.Points.Count);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"Changes: E-divisive means, permutation tests at 0.1 %, shifts from {ChangePoints.SmallestMagnitude * 100:0} % on. In {Units.Counted(count, "run")} without a change a false alarm comes in at most {ChangePoints.FalseAlarmRate(count) * 100:0.#} % of histories a measure.");
        foreach (var group in trend.Measures.Where(measure => !double.IsNaN(measure.Variation)).GroupBy(measure => double.IsInfinity(measure.SmallestShift)))
        {
            yield return group.Key
                ? "No shift at all would be seen yet: fewer than 13 runs cannot show one at 0.1 %."
                : $"A shift below 'seen from' in the middle of these runs would be missed in one of five histories or more: {string.Join(", ", group.Select(measure => $"{measure.Series.Measure} {Units.Percent(measure.SmallestShift)}"))}.";
        }
    }

    public static string Forecast(BreachForecast forecast) => forecast.Date is { } date
        ? $"{forecast.Limit!.Tier.Label()} crossed about {Day(date)} (95 %: {Day(forecast.Earliest!.Value)} to {(forecast.Latest is { } latest ? Day(latest) : "no end")}); {forecast.Reason}"
        : forecast.Reason;

    private static string[] Row(MeasureTrend trend)
    {
        var (first, last) = (trend.Series.Points[0], trend.Series.Points[^1]);
        var unit = trend.Series.Unit;
        var limit = trend.Series.Limits.OrderBy(one => one.Tier != SloTier.Slo).FirstOrDefault();
        return
        [
            trend.Series.Measure,
            trend.Series.Points.Count.ToString(CultureInfo.InvariantCulture),
            Value(first, unit),
            Value(last, unit),
            last.Low == last.High ? "-" : Range(last, unit),
            limit is null ? "-" : limit.Comparison.CodeSign() + " " + Units.Value(limit.Value, unit),
            double.IsNaN(trend.Variation) ? "-" : Units.Percent(trend.Variation),
            double.IsInfinity(trend.SmallestShift) ? "-" : Units.Percent(trend.SmallestShift),
            trend.Changes.Count.ToString(CultureInfo.InvariantCulture),
        ];
    }

    private static IEnumerable<string> Changes(SuiteTrend trend)
    {
        if (trend.Measures.All(measure => measure.Changes.Count == 0))
        {
            yield return "No change point.";
            yield break;
        }

        yield return "Change points";
        foreach (var measure in trend.Measures)
        {
            foreach (var change in measure.Changes)
            {
                var point = measure.Series.Points[change.Place];
                var unit = measure.Series.Unit;
                yield return $"  {measure.Series.Measure}: {Shift(change)} ({Mean(change.Before, point, unit)} -> {Mean(change.After, point, unit)}) from {point.RunId} on{Labels(point)}";
            }
        }
    }

    private static string Shift(ChangePoint change) => double.IsFinite(change.Magnitude)
        ? (change.Magnitude > 0 ? "+" : "-") + Units.Percent(Math.Abs(change.Magnitude))
        : "from nothing";

    private static string Labels(TrendPoint point) => point.Labels.Count == 0
        ? ""
        : ", " + string.Join(", ", point.Labels.OrderBy(label => label.Key != RunFilter.CommitLabel).ThenBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key} {label.Value}"));

    /// <summary>What a capacity search found has the digits that its interval allows; other measures have those of their unit.</summary>
    private static string Value(TrendPoint point, string unit) => Model(point, unit) is { } model ? CapacityFigure.Held(model, new Interval(point.Value, point.Low, point.High)) : Units.Value(point.Value, unit);

    /// <summary>A mean over runs, in the digits that the run at the change has.</summary>
    private static string Mean(double value, TrendPoint point, string unit) =>
        Model(point, unit) is { } model && double.IsFinite(point.High) && point.Low > 0 ? CapacityFigure.Held(model, new Interval(value, point.Low, point.High)) : Units.Value(value, unit);

    private static string Range(TrendPoint point, string unit) =>
        (Model(point, unit) is { } model ? CapacityFigure.Range(model, new Interval(point.Value, point.Low, point.High), " to ") : null) ?? $"{Bound(point.Low, unit)} to {Bound(point.High, unit)}";

    private static CapacityModel? Model(TrendPoint point, string unit) => !(point.Low < point.High) ? null : unit == "1/s" ? CapacityModel.Rate : unit == "users" ? CapacityModel.Users : null;

    private static string Bound(double value, string unit) => double.IsFinite(value) ? Units.Value(value, unit) : "?";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
