using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Charts;

/// <summary>The history of a measure: a dot a run with its 95 % interval, the SLO and SLA lines, and a labelled line at each change.</summary>
public static class TrendChart
{
    private const int MostTicks = 8;

    /// <summary>Part of the axis that has ticks: the word of one beyond would run into the axis' title.</summary>
    private const double TickedShare = 0.94;

    /// <summary>Writes a PNG and an SVG for each measure into <paramref name="directory"/>, named by suite and measure.</summary>
    /// <returns>Paths of the files.</returns>
    /// <exception cref="LoadLabException">A chart cannot be drawn or written (104).</exception>
    public static IReadOnlyList<string> Write(SuiteTrend trend, string directory)
    {
        ArgumentNullException.ThrowIfNull(trend);
        ArgumentNullException.ThrowIfNull(directory);
        var files = new List<string>();
        foreach (var measure in trend.Measures)
        {
            var model = Build(trend.Suite, measure);
            var name = string.Concat($"{trend.Suite}-{measure.Series.Measure}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
            foreach (var ending in new[] { ".png", ".svg" })
            {
                ChartFile.Write(model, Path.Combine(directory, name + ending));
                files.Add(Path.GetFullPath(Path.Combine(directory, name + ending)));
            }
        }

        return files;
    }

    internal static ChartModel Build(string suite, MeasureTrend trend)
    {
        var points = trend.Series.Points;
        var limits = trend.Series.Limits.Select(limit =>
            new ChartLimit($"{limit.Tier.Label()} {Units.Limit(limit.Value, limit.Comparison, trend.Series.Unit)}", limit.Value)).ToList();
        var values = points.Select(point => point.Value).ToArray();
        var shown = points.SelectMany(point => new[] { point.Low, point.High }).Concat(values).Concat(limits.Select(limit => limit.Value));
        var axis = ValueAxis.For(shown, values, mayBeLog: trend.Series.Unit == "ms");
        var series = new ChartSeries("value", Ink.High, [.. points.Select((_, at) => at + 0.5)], values)
        {
            Intervals = [.. points.Select(point => (Finite(point.Low, axis.Min), Finite(point.High, axis.Max)))],
        };
        return new ChartModel(
            Math.Max(1, points.Count), [], [],
            [new ChartPanel($"{suite}: {trend.Series.Measure}, each run with its 95 % interval", trend.Series.Unit, [series], limits, axis, 8)])
        {
            Ticks = Ticks(points),
            AxisTitle = "start, UTC",
            Title = $"{trend.Series.Measure} of the runs of {suite}",
            Marks = [.. trend.Changes.Select(change => new ChartMark(change.Place, Ink.Resource)
            {
                Label = $"{(change.Magnitude > 0 ? "+" : "-")}{Units.Percent(Math.Abs(change.Magnitude))} {Name(points[change.Place])}",
            })],
        };
    }

    private static double Finite(double value, double instead) => double.IsFinite(value) ? value : instead;

    private static string Name(TrendPoint point) => point.Labels.TryGetValue(RunFilter.CommitLabel, out var commit) ? commit[..Math.Min(8, commit.Length)] : point.RunId[^Math.Min(4, point.RunId.Length)..];

    private static List<(double Place, string Label)> Ticks(IReadOnlyList<TrendPoint> points)
    {
        var step = Math.Max(1, (int)Math.Ceiling(points.Count / (double)MostTicks));
        var isLong = points.Count > 0 && points[^1].StartedAt - points[0].StartedAt > TimeSpan.FromDays(MostTicks);
        return [.. Enumerable.Range(0, (points.Count + step - 1) / step).Select(tick => (tick * step) + 0.5).Where(place => place <= TickedShare * points.Count)
            .Select(place => (place, points[(int)place].StartedAt.UtcDateTime.ToString(isLong ? "yyyy-MM-dd" : "MM-dd HH:mm", CultureInfo.InvariantCulture)))];
    }
}
