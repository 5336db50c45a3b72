using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Statistics;

/// <summary>
/// Distribution-free confidence interval of a quantile by order statistics (Conover, Practical Nonparametric Statistics, 3rd ed. 1999,
/// 3.2; Hahn and Meeker 1991, 5.2): the number of samples below the true q-quantile is Binomial(n, q).
/// </summary>
internal static class OrderStatistics
{
    /// <summary>
    /// Ranks, counted from 1, of the samples that enclose the quantile with at least <paramref name="confidence"/>, each side
    /// missing with at most half of the rest. 0, or n + 1, where no sample reaches far enough.
    /// </summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="quantile">0 to 1.</param>
    /// <param name="confidence">0 to 1.</param>
    public static (long Lower, long Upper) Ranks(long count, double quantile, double confidence = Interval.Confidence)
    {
        var miss = (1 - confidence) / 2;
        var lower = BinomialDistribution.Quantile(count, quantile, Math.BitIncrement(miss));
        var upper = BinomialDistribution.Quantile(count, quantile, 1 - miss) + 1;
        return (lower, upper);
    }

    /// <summary>The percentile of a histogram with its interval in microseconds, widened to the edges of the buckets.</summary>
    /// <param name="histogram">The samples.</param>
    /// <param name="percentile">0 to 100.</param>
    /// <param name="confidence">0 to 1.</param>
    public static Interval OfPercentile(LatencyHistogram histogram, double percentile, double confidence = Interval.Confidence)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var count = histogram.TotalCount;
        if (count == 0)
        {
            return new Interval(double.NaN, double.NegativeInfinity, double.PositiveInfinity);
        }

        var (lower, upper) = Ranks(count, percentile / 100, confidence);
        var low = lower < 1 ? double.NegativeInfinity : HistogramLayout.LowestAt(HistogramLayout.IndexOf(histogram.ValueAtRank(lower)));

        // Samples above one hour are known to be long, not how long: they bound nothing from above.
        var high = upper > count - histogram.OverflowCount ? double.PositiveInfinity : histogram.ValueAtRank(upper);
        return new Interval(histogram.PercentileMicros(percentile), low, high);
    }
}
