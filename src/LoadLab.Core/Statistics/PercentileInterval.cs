using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Statistics;

/// <summary>
/// The interval that a percentile verdict rests on: the widest of order statistics, which are exact for independent samples, and of the
/// block bootstrap and <see cref="EffectiveRanks"/>, which know that slow requests come together. Widened to the edges of the histogram's buckets.
/// </summary>
internal static class PercentileInterval
{
    /// <summary>In microseconds.</summary>
    /// <param name="seconds">One histogram a second, in order, empty seconds included.</param>
    /// <param name="percentile">0 to 100.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public static Interval Of(IReadOnlyList<PackedHistogram> seconds, double percentile, long seed)
    {
        var byRank = OrderStatistics.OfPercentile(PackedHistogram.Merge(seconds), percentile);
        var byBlock = BlockBootstrap.OfPercentile(seconds, percentile, seed) is { } resampled ? byRank.Widen(resampled) : byRank;
        return EffectiveRanks.OfPercentile(seconds, percentile) is { } byWorth ? byBlock.Widen(byWorth) : byBlock;
    }
}
