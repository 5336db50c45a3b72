using LoadLab.Core.Measurement;

namespace LoadLab.Stacks.Probes;

/// <summary>The measures of a probe that reads histograms: those that it always has, and behind them each bucket once it has a sample.</summary>
internal sealed class BucketMeasures(IReadOnlyList<Measure> always)
{
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<double> _last = [];

    /// <summary>All of them so far.</summary>
    public IReadOnlyList<Measure> All { get; private set; } = always;

    /// <summary>Completes a sample by its buckets. One whose total did not change since the last sample gets none.</summary>
    /// <param name="values">A value for each of the measures that are always there.</param>
    /// <param name="totals">Running totals of the buckets; one that is not among them is at 0. Null when they could not be read.</param>
    public IReadOnlyList<double> Complete(IReadOnlyList<double> values, IReadOnlyDictionary<TimeBucket, double>? totals)
    {
        if (totals is null)
            return [.. values, .. Enumerable.Repeat(double.NaN, _last.Count)];
        var now = new double[_last.Count].ToList();
        foreach (var (bucket, total) in totals.OrderBy(entry => entry.Key.UpToMs))
        {
            if (_indices.TryGetValue(bucket.Name, out var index))
            {
                now[index] = total;
            }
            else if (total > 0)
            {
                _indices.Add(bucket.Name, _last.Count);
                _last.Add(0);
                now.Add(total);
                All = [.. All, bucket.Measure];
            }
        }

        var changed = now.Select((total, i) => total == _last[i] ? double.NaN : total).ToList();
        for (var i = 0; i < now.Count; i++)
            _last[i] = now[i];
        return [.. values, .. changed];
    }
}
