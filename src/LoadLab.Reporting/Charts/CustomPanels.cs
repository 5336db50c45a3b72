using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Charts;

/// <summary>Panels of the metrics that scenarios measure themselves: those that rows judge first, then those with the most values. Bounded. Pure.</summary>
internal static class CustomPanels
{
    /// <summary>Most panels; the report has a table of all metrics.</summary>
    private const int Most = 3;

    public static IEnumerable<ChartPanel> Of(RunRecord record, RunEvaluation evaluation, int seconds)
    {
        var judged = evaluation.Verdicts.Select(verdict => CustomMeasures.MetricOf(verdict.Measure)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return (record.Custom?.Metrics ?? []).Where(metric => metric.Samples > 0)
            .OrderByDescending(metric => judged.Contains(CustomMeasures.NameOf(metric.Kind, metric.Name, metric.Tag)))
            .ThenBy(metric => metric.Tag.Length > 0).ThenByDescending(metric => metric.Samples).ThenBy(metric => metric.Name, StringComparer.Ordinal)
            .Select(metric => Panel(record, evaluation, metric, seconds)).OfType<ChartPanel>().Take(Most);
    }

    private static ChartPanel? Panel(RunRecord record, RunEvaluation evaluation, CustomMetric metric, int seconds)
    {
        var name = CustomMeasures.NameOf(metric.Kind, metric.Name, metric.Tag);
        (string Ending, string Label, Ink Ink)[] lines = metric.Kind switch
        {
            CustomKind.Counter => [(CustomMeasures.PerSecond, "a second", Ink.Flow)],
            CustomKind.Trend => [(CustomMeasures.Mean, "mean", Ink.Median), (CustomMeasures.P95, "P95", Ink.High), (CustomMeasures.Max, "max", Ink.Tail)],
            CustomKind.Rate => [("", "share", Ink.Flow)],
            _ => [("", "last", Ink.Resource)],
        };
        var series = lines.Select(line => (line, Points: Within(record, name + line.Ending, seconds))).Where(one => one.Points.Count > 0).ToList();
        if (series.Count == 0)
        {
            return null;
        }

        var unit = metric.Kind switch
        {
            CustomKind.Counter => "1/s",
            CustomKind.Rate => "ratio",
            _ => metric.Unit,
        };
        var limits = evaluation.Verdicts.Where(verdict => CustomMeasures.MetricOf(verdict.Measure) == name && verdict.Unit == unit && double.IsFinite(verdict.Limit))
            .Select(verdict => new ChartLimit($"{(verdict.Percentile is { } p ? FormattableString.Invariant($"P{p} ") : "")}{verdict.Tier.Label()} {Units.Value(verdict.Limit, unit)}", verdict.Limit)).DistinctBy(limit => limit.Label).ToList();
        return new ChartPanel(
            $"{name}, each second", unit,
            [.. series.Select(one => new ChartSeries(one.line.Label, one.line.Ink, [.. one.Points.Select(point => point.Second)], [.. one.Points.Select(point => point.Value)]))],
            limits,
            ValueAxis.For(series.SelectMany(one => one.Points).Select(point => point.Value).Concat(limits.Select(limit => limit.Value)), [], mayBeLog: false, headroom: 1.25), 2)
        { Measures = [.. lines.Select(line => name + line.Ending).Append(name).Distinct()] };
    }

    private static List<ProbePoint> Within(RunRecord record, string measure, int seconds) =>
        [.. record.Probes.Where(probe => probe.Measure.Name == measure).Take(1).SelectMany(probe => probe.Between(0, seconds))];
}
