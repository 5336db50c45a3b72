namespace LoadLab.Core.Measurement.Histograms;

/// <summary>A histogram at rest: the counts above zero. Immutable; small enough to keep one for each second and step.</summary>
public sealed class PackedHistogram
{
    private readonly int[] _indices;
    private readonly long[] _counts;

    internal PackedHistogram(int[] indices, long[] counts, long overflowCount)
    {
        _indices = indices;
        _counts = counts;
        OverflowCount = overflowCount;
        foreach (var count in counts)
        {
            TotalCount += count;
        }
    }

    /// <summary>No values.</summary>
    public static PackedHistogram Empty { get; } = new([], [], 0);

    /// <summary>Number of values, overflow included.</summary>
    public long TotalCount { get; }

    /// <summary>Values above one hour.</summary>
    public long OverflowCount { get; }

    /// <summary>Indices in <see cref="HistogramLayout"/>, rising.</summary>
    internal ReadOnlySpan<int> Indices => _indices;

    /// <summary>The count at each index.</summary>
    internal ReadOnlySpan<long> Counts => _counts;

    /// <summary>Largest value in microseconds; 0 when empty.</summary>
    public long MaxMicros => _indices.Length == 0 ? 0 : HistogramLayout.HighestAt(_indices[^1]);

    /// <summary>The values, rising: each bucket's middle in microseconds and how many there are; those above one hour are in the last bucket.</summary>
    public IEnumerable<(double Micros, long Count)> Values
    {
        get
        {
            for (var i = 0; i < _indices.Length; i++)
            {
                yield return (HistogramLayout.LowestAt(_indices[i]) + ((HistogramLayout.WidthAt(_indices[i]) - 1) / 2.0), _counts[i]);
            }
        }
    }

    /// <summary>The values that are certainly above <paramref name="micros"/>: those that share its bucket are left out.</summary>
    internal PackedHistogram Above(long micros)
    {
        var limit = HistogramLayout.IndexOf(micros);
        var first = 0;
        while (first < _indices.Length && _indices[first] <= limit)
        {
            first++;
        }

        return first == 0 ? this : first == _indices.Length ? Empty : new PackedHistogram(_indices[first..], _counts[first..], OverflowCount);
    }

    /// <summary>The merged histogram of <paramref name="parts"/>.</summary>
    public static LatencyHistogram Merge(IEnumerable<PackedHistogram> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var whole = new LatencyHistogram();
        foreach (var part in parts)
        {
            whole.Add(part);
        }

        return whole;
    }
}
