using System.Globalization;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Metrics;

/// <summary>What a metric, or a sub-metric, has got so far. Thread-safe.</summary>
/// <param name="name">Its name, with the tags of a sub-metric.</param>
/// <param name="kind">What is made of the values.</param>
/// <param name="contains"><c>time</c>, <c>data</c> or <c>default</c>.</param>
/// <param name="gate">The lock of all metrics that get samples together; null for one of its own.</param>
internal sealed class MetricValues(string name, MetricKind kind, string contains, Lock? gate = null)
{
    private readonly Lock _gate = gate ?? new();
    private readonly ValueSketch? _sketch = kind == MetricKind.Trend ? new ValueSketch() : null;
    private long _samples;
    private double _sum;
    private double _last;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private long _passes;

    public string Name => name;

    public void Add(double value)
    {
        lock (_gate)
        {
            AddHeld(value);
        }
    }

    /// <summary>Adds for who holds the lock.</summary>
    public void AddHeld(double value)
    {
        _samples++;
        if (_sketch is not null)
        {
            _sketch.Add(value);
            return;
        }

        _sum += value;
        _last = value;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        _passes += value != 0 ? 1 : 0;
    }

    /// <summary>The metric now.</summary>
    /// <param name="statistics">What trends are asked for.</param>
    /// <param name="seconds">How long the test has lasted.</param>
    public ScriptMetric ToResult(IEnumerable<string> statistics, double seconds)
    {
        lock (_gate)
        {
            var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
            switch (kind)
            {
                case MetricKind.Counter:
                    values["count"] = _sum;
                    values["rate"] = seconds > 0 ? _sum / seconds : 0;
                    break;
                case MetricKind.Gauge when _samples > 0:
                    (values["value"], values["min"], values["max"]) = (_last, _min, _max);
                    break;
                case MetricKind.Rate when _samples > 0:
                    (values["rate"], values["passes"], values["fails"]) = ((double)_passes / _samples, _passes, _samples - _passes);
                    break;
                case MetricKind.Trend when _sketch is { Count: > 0 }:
                    foreach (var statistic in statistics)
                    {
                        values[statistic] = Of(_sketch, statistic);
                    }

                    break;
            }

            return new ScriptMetric(name, kind.ToString().ToLowerInvariant(), contains, _samples, values);
        }
    }

    private static double Of(ValueSketch sketch, string statistic) => statistic switch
    {
        "avg" => sketch.Sum / sketch.Count,
        "min" => sketch.Min,
        "max" => sketch.Max,
        "med" => sketch.Percentile(50),
        "count" => sketch.Count,
        _ => sketch.Percentile(double.Parse(statistic.AsSpan(2, statistic.Length - 3), CultureInfo.InvariantCulture)),
    };
}
