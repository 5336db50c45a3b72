using OpenTelemetry.Metrics;

namespace LoadLab.Publishing.RemoteWrite;

/// <summary>
/// Turns the metrics of an export into series. A series that was there in the export before and is gone gets Prometheus' mark for stale, so that it ends
/// where it ended, and not five minutes later. Not thread-safe.
/// </summary>
/// <param name="instance">Which run it is.</param>
internal sealed class SeriesWriter(string instance)
{
    /// <summary>Prometheus' mark for "this series has ended": a NaN with these bits (its model/value package).</summary>
    private const long StaleBits = 0x7ff0000000000002;

    private Dictionary<string, WriteSeries> _before = new(StringComparer.Ordinal);
    private Dictionary<string, WriteSeries> _now = new(StringComparer.Ordinal);
    private long _lastTimestamp;

    /// <summary>Begins an export.</summary>
    /// <param name="timestamp">Milliseconds since 1970. A series takes no two samples of one time.</param>
    public void Begin(long timestamp) => _lastTimestamp = Math.Max(timestamp, _lastTimestamp + 1);

    /// <summary>Takes a metric.</summary>
    public void Add(Metric metric)
    {
        var name = SeriesNames.Of(metric);
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Add(name, point, null, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Add(name, point, null, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    Add(name, point, null, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Add(name, point, null, point.GetGaugeLastValueDouble());
                    break;
                case MetricType.Histogram:
                    AddHistogram(name, point);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException(metric.MetricType.ToString());
            }
        }
    }

    /// <summary>Ends the export: its series, and those that have ended.</summary>
    public IReadOnlyList<WriteSeries> End()
    {
        var ended = _before.Where(series => !_now.ContainsKey(series.Key)).Select(series => Stale(series.Value));
        IReadOnlyList<WriteSeries> all = [.. _now.Values, .. ended];
        (_before, _now) = (_now, new Dictionary<string, WriteSeries>(StringComparer.Ordinal));
        return all;
    }

    private void AddHistogram(string name, in MetricPoint point)
    {
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            Add(name + SeriesNames.Bucket, point, SeriesNames.Bound(bucket.ExplicitBound), below);
        }

        Add(name + "_sum", point, null, point.GetHistogramSum());
        Add(name + "_count", point, null, point.GetHistogramCount());
    }

    private void Add(string name, in MetricPoint point, string? bound, double value)
    {
        var labels = SeriesNames.Labels(name, instance, point.Tags, bound);
        var series = new WriteSeries();
        series.Labels.AddRange(labels.Select(label => new WriteLabel { Name = label.Key, Value = label.Value }));
        series.Samples.Add(new WriteSample { Value = value, Timestamp = _lastTimestamp });
        _now[string.Join('\n', labels.Select(label => label.Key + "\t" + label.Value))] = series;
    }

    private WriteSeries Stale(WriteSeries ended)
    {
        var stale = new WriteSeries();
        stale.Labels.AddRange(ended.Labels);
        stale.Samples.Add(new WriteSample { Value = BitConverter.Int64BitsToDouble(StaleBits), Timestamp = _lastTimestamp });
        return stale;
    }
}
