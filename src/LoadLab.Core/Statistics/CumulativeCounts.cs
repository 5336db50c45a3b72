using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Statistics;

/// <summary>A packed histogram summed up, so that "how many up to this bucket" is one search.</summary>
internal sealed class CumulativeCounts
{
    private readonly int[] _indices;
    private readonly long[] _upTo;

    public CumulativeCounts(PackedHistogram histogram)
    {
        _indices = histogram.Indices.ToArray();
        _upTo = new long[_indices.Length];
        long sum = 0;
        for (var i = 0; i < _upTo.Length; i++)
        {
            _upTo[i] = sum += histogram.Counts[i];
        }

        Total = sum;
    }

    /// <summary>All samples.</summary>
    public long Total { get; }

    /// <summary>Samples in the bucket at <paramref name="index"/> and below it.</summary>
    public long UpTo(int index)
    {
        var at = Array.BinarySearch(_indices, index);
        at = at >= 0 ? at : ~at - 1;
        return at < 0 ? 0 : _upTo[at];
    }

    /// <summary>Share of samples above the bucket at <paramref name="index"/>; 0 without samples.</summary>
    public double ShareAbove(int index) => Total == 0 ? 0 : (double)(Total - UpTo(index)) / Total;
}
