using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Comparison;

/// <summary>
/// A figure of the scenarios' own metrics and checks on both sides: shown side by side, without a test, and no part of the verdict. What decides is a row of the catalogue.
/// </summary>
/// <param name="Measure">The metric or check: <c>trend.checkout</c>.</param>
/// <param name="Figure">What of it: <c>p95</c>, <c>share</c>, <c>a second</c>, <c>last</c>.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Before">Median of the first side's runs; null when one of them has no value.</param>
/// <param name="After">The same of the second side.</param>
public sealed record ComparedMetric(string Measure, string Figure, string Unit, double? Before, double? After)
{
    /// <summary>Change from before to after: a part of the value before, for shares the difference. Null without both values, and from 0.</summary>
    public double? Change => Before is not { } before || After is not { } after ? null : Unit == "ratio" ? after - before : before == 0 ? null : (after - before) / before;

    /// <summary>Every figure that a side has, by its name.</summary>
    public static IReadOnlyList<ComparedMetric> Of(IReadOnlyList<RunRecord> before, IReadOnlyList<RunRecord> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (a, b) = (before.Select(Figures).ToList(), after.Select(Figures).ToList());
        return
        [
            .. a.Concat(b).SelectMany(figures => figures.Keys).Distinct().OrderBy(key => key.Measure, StringComparer.Ordinal).ThenBy(key => key.Figure, StringComparer.Ordinal)
                .Select(key => new ComparedMetric(key.Measure, key.Figure, key.Unit, Median(a, key), Median(b, key))).Where(metric => metric.Before is not null || metric.After is not null),
        ];
    }

    private static double? Median(List<Dictionary<(string Measure, string Figure, string Unit), double?>> runs, (string Measure, string Figure, string Unit) key)
    {
        var values = runs.ConvertAll(run => run.GetValueOrDefault(key));
        return values.Contains(null) ? null : HodgesLehmann.Median([.. values.Select(value => value!.Value).Order()]);
    }

    private static Dictionary<(string Measure, string Figure, string Unit), double?> Figures(RunRecord record)
    {
        var seconds = MeasuredTime.SecondsOf(record);
        var figures = new Dictionary<(string, string, string), double?>();
        foreach (var check in record.Custom?.Checks ?? [])
        {
            figures[(CustomMeasures.NameOf(CustomKind.Check, check.Name, check.Group), "share", "ratio")] = Share(check.Passes, check.Passes + check.Fails);
        }

        foreach (var metric in record.Custom?.Metrics ?? [])
        {
            var unit = metric.Unit.Length == 0 ? CustomMeasures.NoUnit : metric.Unit;
            foreach (var (figure, of, value) in metric.Kind switch
            {
                CustomKind.Counter => [("a second", "1/s", seconds > 0 ? metric.Sum / seconds : null)],
                CustomKind.Gauge => [("max", unit, metric.Max)],
                CustomKind.Trend => [("p50", unit, metric.P50), ("p95", unit, metric.P95), ("p99", unit, metric.P99)],
                _ => new (string, string, double?)[] { ("share", "ratio", Share(metric.Passes ?? 0, metric.Samples)) },
            })
            {
                figures[(metric.Measure, figure, of)] = value;
            }
        }

        return figures;
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
