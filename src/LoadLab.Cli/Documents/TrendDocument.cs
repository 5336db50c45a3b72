using System.Globalization;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Documents;

/// <summary>A trend. Values are in the measure's unit; shifts are parts of the mean before; null is no bound or no date.</summary>
internal sealed record TrendDocument(int SchemaVersion, string Suite, IReadOnlyList<string> LeftOut, IReadOnlyList<TrendDocument.TrendMeasurePart> Measures)
{
    public static TrendDocument Of(SuiteTrend trend) => new(1, trend.Suite, trend.LeftOut, [.. trend.Measures.Select(TrendMeasurePart.Of)]);

    private static string? Day(DateTimeOffset? date) => date?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal sealed record TrendMeasurePart(
        string Measure,
        string Unit,
        IReadOnlyList<LimitPart> Limits,
        double? Variation,
        double? SmallestShift,
        double FalseAlarmRate,
        IReadOnlyList<TrendChangePart> Changes,
        ForecastPart Forecast,
        IReadOnlyList<PointPart> Points)
    {
        public static TrendMeasurePart Of(MeasureTrend trend)
        {
            var (series, forecast) = (trend.Series, trend.Forecast);
            return new(
                series.Measure,
                series.Unit,
                [.. series.Limits.Select(limit => new LimitPart(limit.Id, limit.Tier.Word(), limit.Comparison.Word(), JsonText.Finite(limit.Value)))],
                JsonText.Finite(trend.Variation),
                JsonText.Finite(trend.SmallestShift),
                ChangePoints.FalseAlarmRate(series.Points.Count),
                [.. trend.Changes.Select(change => new TrendChangePart(
                    series.Points[change.Place].RunId, JsonText.Finite(change.Before), JsonText.Finite(change.After), JsonText.Finite(change.Magnitude), change.Error))],
                new ForecastPart(forecast.Limit?.Id, Day(forecast.Date), Day(forecast.Earliest), Day(forecast.Latest), forecast.Reason),
                [.. series.Points.Select(point => new PointPart(
                    point.RunId,
                    point.StartedAt.ToString("O", CultureInfo.InvariantCulture),
                    point.Labels,
                    JsonText.Finite(point.Value),
                    JsonText.Finite(point.Low),
                    JsonText.Finite(point.High)))]);
        }
    }

    internal sealed record LimitPart(string Id, string Tier, string Comparison, double? Value);

    internal sealed record TrendChangePart(string RunId, double? Before, double? After, double? Shift, double Error);

    internal sealed record ForecastPart(string? Limit, string? Date, string? Earliest, string? Latest, string Reason);

    internal sealed record PointPart(string RunId, string StartedAt, IReadOnlyDictionary<string, string> Labels, double? Value, double? Low, double? High);
}
