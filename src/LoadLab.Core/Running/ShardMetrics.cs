using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Adds up the metrics and checks that the scenarios of all shards counted. Totals add up; a distribution is that of all values; nothing is averaged.</summary>
internal static class ShardMetrics
{
    /// <summary>What they came to in all; null when no shard has any.</summary>
    public static CustomResults? Results(IReadOnlyList<RunRecord> records)
    {
        var parts = records.Select(record => record.Custom).OfType<CustomResults>().ToList();
        return parts.Count == 0 ? null : new CustomResults(
            [.. parts.SelectMany(part => part.Metrics).GroupBy(metric => (metric.Kind, metric.Name, metric.Tag)).OrderBy(group => group.Key.Kind).ThenBy(group => group.Key.Name, StringComparer.Ordinal).ThenBy(group => group.Key.Tag, StringComparer.Ordinal).Select(group => Sum([.. group]))],
            [.. parts.SelectMany(part => part.Checks).GroupBy(check => (check.Group, check.Name)).Select(group => new ScriptCheck(group.Key.Group, group.Key.Name, group.Sum(check => check.Passes), group.Sum(check => check.Fails)))]);
    }

    /// <summary>The measures of probes, which each shard has of the same target, once; those of scenarios over all shards.</summary>
    public static IReadOnlyList<ProbeSeries> Series(IReadOnlyList<RunRecord> records)
    {
        if (!records.Any(record => record.Probes.Any(series => CustomMeasures.IsCustom(series.Measure.Name))))
        {
            return records.Select(record => record.Probes).FirstOrDefault(probes => probes.Any(series => series.Points.Count > 0)) ?? [];
        }

        var probes = records.Select(record => record.Probes.Where(series => !CustomMeasures.IsCustom(series.Measure.Name)).ToList()).FirstOrDefault(probes => probes.Exists(series => series.Points.Count > 0)) ?? [];
        return [.. probes, .. records.SelectMany(record => record.Probes).Where(series => CustomMeasures.IsCustom(series.Measure.Name)).GroupBy(series => series.Measure.Name, StringComparer.Ordinal).Select(Together).Where(series => series is not null).Select(series => series!)];
    }

    /// <summary>Running totals add up, and so do rates a second. What else there is a second are figures of one generator's values: those of another cannot be put to them, so of several only the values themselves stay.</summary>
    private static ProbeSeries? Together(IGrouping<string, ProbeSeries> shards)
    {
        var (measure, parts) = (shards.First().Measure, shards.Where(series => series.Points.Count > 0).ToList());
        return parts.Count <= 1 ? new ProbeSeries(measure, parts.Count == 0 ? [] : parts[0].Points)
            : measure.Aggregation == MeasureAggregation.Delta ? new ProbeSeries(measure, Totals(parts))
            : measure.Unit == "1/s" && measure.Name.EndsWith(CustomMeasures.PerSecond, StringComparison.Ordinal) ? new ProbeSeries(measure, Rates(parts))
            : measure.Name.StartsWith(CustomMeasures.PrefixOf(CustomKind.Gauge), StringComparison.Ordinal) || measure.Name.EndsWith(CustomMeasures.Max, StringComparison.Ordinal)
                ? new ProbeSeries(measure, [.. parts.SelectMany(series => series.Points).OrderBy(point => point.Second)])
            : null;
    }

    /// <summary>The sum of what each had counted by then, at each time at which one of them was read.</summary>
    private static List<ProbePoint> Totals(List<ProbeSeries> parts)
    {
        var (last, points) = (new double[parts.Count], new List<ProbePoint>());
        foreach (var (shard, point) in parts.SelectMany((series, i) => series.Points.Select(point => (Shard: i, Point: point))).OrderBy(entry => entry.Point.Second))
        {
            last[shard] = point.Value;
            if (points.Count > 0 && points[^1].Second == point.Second)
            {
                points[^1] = points[^1] with { Value = last.Sum() };
            }
            else
            {
                points.Add(new ProbePoint(point.Second, last.Sum()));
            }
        }

        return points;
    }

    private static List<ProbePoint> Rates(List<ProbeSeries> parts) =>
    [
        .. parts.SelectMany(series => series.Points).GroupBy(point => Math.Round(point.Second)).OrderBy(group => group.Key)
            .Select(group => new ProbePoint(group.Max(point => point.Second), group.Sum(point => point.Value))),
    ];

    private static CustomMetric Sum(IReadOnlyList<CustomMetric> parts)
    {
        var (first, samples) = (parts[0], parts.Sum(part => part.Samples));
        var trend = new TrendSum();
        foreach (var part in parts)
        {
            trend.Add(part.Distribution);
        }

        var max = parts.Max(part => part.Max);
        var isTrend = first.Kind == CustomKind.Trend && max is not null;
        return first with
        {
            Samples = samples,
            Sum = first.Sum is null ? null : parts.Sum(part => part.Sum),
            Passes = first.Passes is null ? null : parts.Sum(part => part.Passes),

            // Which of several generators was the last is not known.
            Last = parts.Count == 1 ? first.Last : null,
            Min = parts.Min(part => part.Min),
            Mean = isTrend ? parts.Sum(part => part.Mean * part.Samples) / samples : null,
            Max = max,
            P50 = isTrend ? trend.Percentile(50, max!.Value) : null,
            P95 = isTrend ? trend.Percentile(95, max!.Value) : null,
            P99 = isTrend ? trend.Percentile(99, max!.Value) : null,
            Distribution = isTrend ? trend.ToString() : "",
        };
    }
}
