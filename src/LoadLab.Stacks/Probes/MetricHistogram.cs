using System.Globalization;
using LoadLab.Core.Measurement;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// A histogram of times in Prometheus text: samples whose name ends in <c>_bucket</c> and whose label <c>le</c> is an upper bound. Each counts what is
/// at or below its bound; samples of several label sets add up. See https://prometheus.io/docs/concepts/metric_types/#histogram.
/// </summary>
/// <param name="name">The distribution's name.</param>
/// <param name="selector">Chooses its samples.</param>
internal sealed class MetricHistogram(string name, MetricSelector selector)
{
    private const string Bound = "le";

    private readonly double _toMs = UnitMs(selector) ?? 1;

    /// <summary>The selector as written.</summary>
    public string Text => selector.Text;

    /// <summary>The measure of all of its samples.</summary>
    public Measure Count { get; } = TimeBucket.CountOf(name, KnownMeasures.BuiltIn.Find(name)?.Meaning ?? selector.Text);

    /// <summary>True for the samples of a histogram, by Prometheus's own naming rule.</summary>
    public static bool Is(MetricSelector selector) => selector.Name.EndsWith("_bucket", StringComparison.Ordinal);

    /// <summary>A histogram must be one of times whose unit its name tells.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static void Check(MetricSelector selector)
    {
        if (Is(selector) && UnitMs(selector) is null)
            throw new FormatException($"the histogram '{selector.Name}' tells no unit of time: its name must end in _seconds_bucket or _milliseconds_bucket");
    }

    /// <summary>Running totals of the buckets.</summary>
    /// <exception cref="FormatException">A bound is no number.</exception>
    public IReadOnlyDictionary<TimeBucket, double> Read(IReadOnlyList<PrometheusSample> samples)
    {
        var totals = new Dictionary<TimeBucket, double>();
        var sets = samples.Where(sample => selector.Matches(sample) && sample.Labels.ContainsKey(Bound))
            .GroupBy(sample => string.Join('\n', sample.Labels.Where(label => label.Key != Bound).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")));
        foreach (var set in sets)
        {
            var (above, below) = (0.0, 0.0);

            // Instances with the same labels have the same bounds.
            foreach (var bound in set.GroupBy(sample => Parse(sample.Labels[Bound])).OrderBy(group => group.Key))
            {
                var bucket = new TimeBucket(name, above, bound.Key);
                var upTo = bound.Sum(sample => sample.Value);
                totals[bucket] = totals.GetValueOrDefault(bucket) + upTo - below;
                (above, below) = (bound.Key, upTo);
            }
        }

        return totals;
    }

    private double Parse(string bound) => bound is "+Inf" or "Inf" ? double.PositiveInfinity
        : double.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? Math.Round(value * _toMs, 6)
        : throw new FormatException($"{selector.Name} has a bucket up to '{bound}', which is no number.");

    private static double? UnitMs(MetricSelector selector) =>
        selector.Name.EndsWith("_milliseconds_bucket", StringComparison.Ordinal) ? 1 : selector.Name.EndsWith("_seconds_bucket", StringComparison.Ordinal) ? 1000 : null;
}
