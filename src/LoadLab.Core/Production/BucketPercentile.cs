namespace LoadLab.Core.Production;

/// <summary>
/// The percentile of a whole period, from buckets that were summed over it. Never from percentiles of slices: those cannot be averaged.
/// </summary>
/// <param name="LowMs">Lower bound of the bucket that it lies in.</param>
/// <param name="HighMs">Upper bound; infinite in the last bucket.</param>
/// <param name="Ms">Between them, as if the bucket were filled evenly (what <c>histogram_quantile</c> does); the lower bound in the last bucket.</param>
public sealed record BucketPercentile(double LowMs, double HighMs, double Ms)
{
    /// <summary>The percentile; null without events, and where no bucket has a bound.</summary>
    /// <param name="buckets">Cumulative, rising bounds, the last without one.</param>
    /// <param name="percentile">Above 0, below 100.</param>
    public static BucketPercentile? Of(IReadOnlyList<BucketSum> buckets, double percentile)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        if (buckets.Count == 0 || buckets[^1].Count <= 0)
        {
            return null;
        }

        var rank = percentile / 100 * buckets[^1].Count;
        var (below, low) = (0.0, 0.0);
        foreach (var bucket in buckets)
        {
            if (bucket.Count >= rank)
            {
                // All in the bucket without a bound, and none below it: that says nothing.
                return low == 0 && bucket.UpToMs is null ? null : bucket.UpToMs is { } high
                    ? new BucketPercentile(low, high, low + ((high - low) * (rank - below) / (bucket.Count - below)))
                    : new BucketPercentile(low, double.PositiveInfinity, low);
            }

            (below, low) = (bucket.Count, bucket.UpToMs ?? low);
        }

        return null;
    }
}
