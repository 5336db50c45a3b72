using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Evaluation.Windows;

/// <summary>The merged histogram of a window that slides: a second comes in, another leaves. Exact, because counts are whole numbers.</summary>
internal sealed class SlidingHistogram
{
    private const int BlockBits = 8;

    private readonly long[] _counts = new long[HistogramLayout.CountsLength];
    private readonly long[] _blocks = new long[(HistogramLayout.CountsLength >> BlockBits) + 1];

    public long TotalCount { get; private set; }

    public void Add(PackedHistogram second, int sign)
    {
        var indices = second.Indices;
        var counts = second.Counts;
        for (var i = 0; i < indices.Length; i++)
        {
            _counts[indices[i]] += sign * counts[i];
            _blocks[indices[i] >> BlockBits] += sign * counts[i];
            TotalCount += sign * counts[i];
        }
    }

    /// <summary>The percentile in microseconds; 0 when empty.</summary>
    public long PercentileMicros(double percentile) => TotalCount == 0 ? 0 : ValueAtRank(Rank(percentile, TotalCount));

    /// <summary>The percentile if <paramref name="missing"/> more samples had been faster, or slower, than all.</summary>
    public long PercentileMicros(double percentile, long missing, bool areFast)
    {
        var rank = Rank(percentile, TotalCount + missing) - (areFast ? missing : 0);
        return rank < 1 ? 0 : rank > TotalCount ? HistogramLayout.HighestTrackableMicros : ValueAtRank(rank);
    }

    private static long Rank(double percentile, long count) => Math.Max(1, (long)Math.Ceiling(LatencyHistogram.PercentileRank(percentile, count)));

    private long ValueAtRank(long rank)
    {
        long seen = 0;
        var block = 0;
        while (seen + _blocks[block] < rank)
        {
            seen += _blocks[block++];
        }

        var at = block << BlockBits;
        while (seen + _counts[at] < rank)
        {
            seen += _counts[at++];
        }

        return HistogramLayout.HighestAt(at);
    }
}
