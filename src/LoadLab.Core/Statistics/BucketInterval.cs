using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Statistics;

/// <summary>
/// The interval of a percentile that is only known in buckets. By rank: the percentile is at or below an edge when the share of samples up to the
/// edge is at least p, so its ends are the edges at which the <see cref="ClopperPearson"/> interval of that share lies on one side of p. By block:
/// <see cref="BlockBootstrap"/> over the numbers of the buckets, because slow operations come together. The wider of the two.
/// </summary>
internal static class BucketInterval
{
    /// <summary>In ms: from the lower edge of a bucket to the upper edge of one. The estimate is the upper edge of the percentile's bucket, its lower where it has none.</summary>
    /// <param name="times">With at least one sample.</param>
    /// <param name="percentile">Above 0, below 100.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public static Interval Of(BucketedTimes times, double percentile, long seed)
    {
        ArgumentNullException.ThrowIfNull(times);
        var bucket = times.BucketOf(percentile) ?? throw new ArgumentException("There is no sample.", nameof(times));
        var byRank = ByRank(times, percentile / 100) with { Estimate = double.IsPositiveInfinity(bucket.UpToMs) ? bucket.AboveMs : bucket.UpToMs };
        return ByBlock(times, percentile, seed) is { } byBlock ? byRank.Widen(byBlock) : byRank;
    }

    private static Interval ByRank(BucketedTimes times, double quantile)
    {
        var counts = times.Counts;
        var total = counts.Sum();
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        long below = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (ClopperPearson.Of(below, total).High < quantile)
            {
                low = times.Buckets[i].AboveMs;
            }

            below += counts[i];
            if (double.IsPositiveInfinity(high) && ClopperPearson.Of(below, total).Low >= quantile)
            {
                high = times.Buckets[i].UpToMs;
            }
        }

        return new Interval(double.NaN, low, high);
    }

    /// <summary>A bucket's number stands for its times: the histogram tells whole numbers this small apart exactly.</summary>
    private static Interval? ByBlock(BucketedTimes times, double percentile, long seed)
    {
        var scratch = new LatencyHistogram();
        var steps = times.Steps.Select(step =>
        {
            scratch.Reset();
            for (var i = 0; i < step.Counts.Length; i++)
            {
                if (step.Counts[i] > 0)
                {
                    scratch.Record(i, step.Counts[i]);
                }
            }

            return scratch.Pack();
        }).ToList();
        return BlockBootstrap.OfPercentile(steps, percentile, seed) is { } numbers
            ? new Interval(double.NaN, times.Buckets[(int)numbers.Low].AboveMs, times.Buckets[(int)numbers.High].UpToMs)
            : null;
    }
}
