using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Statistics;

/// <summary>
/// Circular block bootstrap (Politis and Romano 1992) of a percentile over one-second histograms, percentile interval (Efron 1979).
/// Exact in the histograms' resolution without rebuilding one: a resample's percentile is at or below a bucket exactly when its
/// seconds together hold enough samples up to that bucket, so the interval's ends are found by bisection over buckets, each step
/// one prefix sum over the seconds. Pure; the same seed gives the same interval.
/// </summary>
internal static class BlockBootstrap
{
    /// <summary>Resamples.</summary>
    public const int DefaultResamples = 2_000;

    /// <summary>Fewest seconds that say anything about how seconds vary.</summary>
    public const int FewestSeconds = 8;

    /// <summary>The percentile and its interval in microseconds; null with fewer than <see cref="FewestSeconds"/> or no samples.</summary>
    /// <param name="seconds">One histogram a second, in order, empty seconds included.</param>
    /// <param name="percentile">0 to 100.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="confidence">0 to 1.</param>
    public static Interval? OfPercentile(
        IReadOnlyList<PackedHistogram> seconds,
        double percentile,
        long seed,
        int resamples = DefaultResamples,
        double confidence = Interval.Confidence)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        var whole = PackedHistogram.Merge(seconds);
        if (seconds.Count < FewestSeconds || whole.TotalCount == 0)
        {
            return null;
        }

        var buckets = whole.Pack().Indices.ToArray();
        var estimate = whole.PercentileMicros(percentile);
        var cumulative = seconds.Select(second => new CumulativeCounts(second)).ToArray();
        var length = BlockLength.Of([.. cumulative.Select(second => second.ShareAbove(HistogramLayout.IndexOf(estimate)))]);
        var draw = new BlockDraw(cumulative.Length, length, resamples, seed);
        var needed = Array.ConvertAll(
            draw.Sums(Array.ConvertAll(cumulative, second => second.Total)),
            total => Math.Max(1, (long)Math.Ceiling(LatencyHistogram.PercentileRank(percentile, total))));

        var miss = (1 - confidence) / 2;
        var low = FirstBucket(buckets, cumulative, draw, needed, Rank(miss, resamples));
        var high = FirstBucket(buckets, cumulative, draw, needed, Rank(1 - miss, resamples));
        return new Interval(
            estimate,
            HistogramLayout.LowestAt(low),
            whole.OverflowCount > 0 && high == buckets[^1] ? double.PositiveInfinity : HistogramLayout.HighestAt(high));
    }

    /// <summary>⌈share · n⌉, with (1 − 0.95)/2 · 200 as 5 and not as the 6 that its rounding error makes of it.</summary>
    internal static int Rank(double share, int resamples) => (int)Math.Ceiling((share * resamples) - 1e-9);

    /// <summary>The first bucket at or below which at least <paramref name="enough"/> resamples have their percentile.</summary>
    private static int FirstBucket(int[] buckets, CumulativeCounts[] seconds, BlockDraw draw, long[] needed, int enough)
    {
        var (low, high) = (0, buckets.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var sums = draw.Sums(Array.ConvertAll(seconds, second => second.UpTo(buckets[middle])));
            var reached = 0;
            for (var r = 0; r < sums.Length; r++)
            {
                // A resample of empty seconds only has no percentile: it pulls neither end inwards.
                reached += sums[r] >= needed[r] ? 1 : 0;
            }

            if (reached >= enough)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return buckets[low];
    }
}
