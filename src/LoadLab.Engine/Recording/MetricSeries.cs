using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.Recording;

/// <summary>A metric or check second by second, as measures. Belongs to the collector's thread.</summary>
/// <param name="entry">The metric.</param>
internal sealed class MetricSeries(MetricEntry entry)
{
    /// <summary>A stretch of time at the end that is shorter belongs to the second before it.</summary>
    private const double ShortestSecond = 0.5;

    private readonly MetricCell _sum = new(entry.Kind == CustomKind.Trend);
    private readonly MetricCell _second = new(entry.Kind == CustomKind.Trend);
    private readonly List<ProbePoint> _totals = [];
    private readonly HashSet<double> _starts = [];
    private readonly List<ProbePoint> _passes = [];
    private readonly List<ProbePoint> _values = [];
    private readonly List<ProbePoint> _high = [];
    private readonly List<ProbePoint> _highest = [];
    private readonly SortedDictionary<int, List<ProbePoint>> _buckets = [];

    public MetricEntry Entry => entry;

    private string Name => entry.Name + (entry.Tag.Length == 0 ? "" : $"[{entry.Tag}]");

    public void Add(MetricCell cell)
    {
        _sum.Add(cell);
        _second.Add(cell);
    }

    /// <summary>Ends a second of a phase. What came after the measured part belongs to iterations that began in it, and so to its last second.</summary>
    /// <param name="start">Second of the run's clock at which the phase's measured part began.</param>
    /// <param name="second">Now, and at most its end.</param>
    public void Sample(double start, double second)
    {
        Total(_totals, start, second, entry.Kind == CustomKind.Counter ? _sum.Sum : _sum.Count);
        Total(_passes, start, second, _sum.Passes);
        if (_second.Count > 0)
        {
            Value(_values, second, entry.Kind switch
            {
                CustomKind.Gauge => _second.Last,
                CustomKind.Trend => _second.Sum / _second.Count,
                _ => (double)_second.Passes / _second.Count,
            });
            if (entry.Kind == CustomKind.Trend)
            {
                SampleTrend(second);
            }

            _second.Reset();
        }
    }

    /// <summary>The measures of it, in the order in which they are declared.</summary>
    public IEnumerable<ProbeSeries> ToSeries()
    {
        var declared = CustomMeasures.Of(entry.Kind, Name, entry.Unit).Select(measure => measure.ToMeasure()).ToList();
        return entry.Kind switch
        {
            CustomKind.Counter => [new(declared[0], _totals), new(declared[1], Rates())],
            CustomKind.Gauge => [new(declared[0], _values)],
            CustomKind.Trend =>
            [
                new(declared[1], _totals), new(declared[2], _values), new(declared[3], _high), new(declared[4], _highest),
                .. _buckets.Select(bucket => new ProbeSeries(new TimeBucket(declared[0].Name, TrendBuckets.Above(bucket.Key), TrendBuckets.UpTo(bucket.Key)).Measure, bucket.Value)),
            ],
            _ => [new(declared[0], _values), new(declared[1], _passes), new(declared[2], _totals)],
        };
    }

    /// <summary>What it came to in all.</summary>
    public CustomMetric ToMetric()
    {
        var trend = _sum.ToTrend();
        var (isTrend, isLevel) = (entry.Kind == CustomKind.Trend && _sum.Count > 0, entry.Kind is CustomKind.Trend or CustomKind.Gauge && _sum.Count > 0);
        return new CustomMetric
        {
            Name = entry.Name,
            Tag = entry.Tag,
            Kind = entry.Kind,
            Unit = entry.Unit,
            Samples = _sum.Count,
            Sum = entry.Kind == CustomKind.Counter ? _sum.Sum : null,
            Passes = entry.Kind == CustomKind.Rate ? _sum.Passes : null,
            Last = entry.Kind == CustomKind.Gauge && _sum.Count > 0 ? _sum.Last : null,
            Min = isLevel ? _sum.Min : null,
            Mean = isTrend ? _sum.Sum / _sum.Count : null,
            Max = isLevel ? _sum.Max : null,
            P50 = isTrend ? trend.Percentile(50, _sum.Max) : null,
            P95 = isTrend ? trend.Percentile(95, _sum.Max) : null,
            P99 = isTrend ? trend.Percentile(99, _sum.Max) : null,
            Distribution = isTrend ? trend.ToString() : "",
        };
    }

    /// <summary>How often the check was made and held.</summary>
    public ScriptCheck ToCheck() => new(entry.Tag, entry.Name, _sum.Passes, _sum.Count - _sum.Passes);

    private void Total(List<ProbePoint> points, double start, double second, double total)
    {
        if (points.Count == 0 || points[^1].Second < start)
        {
            _starts.Add(start);
            points.Add(new ProbePoint(start, points.Count == 0 ? 0 : points[^1].Value));
        }

        Value(points, second, total);
    }

    private static void Value(List<ProbePoint> points, double second, double value)
    {
        if (points.Count > 0 && second <= points[^1].Second)
        {
            points[^1] = points[^1] with { Value = value };
        }
        else
        {
            points.Add(new ProbePoint(second, value));
        }
    }

    private void SampleTrend(double second)
    {
        var trend = _second.ToTrend();
        Value(_high, second, trend.Percentile(95, _second.Max)!.Value);
        Value(_highest, second, _second.Max);
        if (entry.Unit != "ms")
        {
            return;
        }

        for (var i = 0; i < TrendBuckets.Count; i++)
        {
            if (_second.BucketAt(i) > 0)
            {
                Value(_buckets.TryGetValue(i, out var points) ? points : _buckets[i] = [], second, _sum.BucketAt(i));
            }
        }
    }

    /// <summary>The rise between two samples over the time between them. A short rest at the end is put to the second before it, so that their mean is that of the whole.</summary>
    private List<ProbePoint> Rates()
    {
        var rates = new List<ProbePoint>();
        var from = 0;
        for (var i = 1; i < _totals.Count; i++)
        {
            if (_starts.Contains(_totals[i].Second))
            {
                // What lies between two phases is in neither.
                from = i;
                continue;
            }

            var end = i;
            while (end + 1 < _totals.Count && !_starts.Contains(_totals[end + 1].Second))
            {
                end++;
            }

            var length = _totals[i].Second - _totals[from].Second;
            if (length > 0 && (i == end || (length >= ShortestSecond && _totals[end].Second - _totals[i].Second >= ShortestSecond)))
            {
                rates.Add(new ProbePoint(_totals[i].Second, (_totals[i].Value - _totals[from].Value) / length));
                from = i;
            }
        }

        return rates;
    }
}
