using LoadLab.Core.Measurement.Histograms;
using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Statistics;

/// <summary>
/// Order statistics for samples that come together: the interval of Clopper and Pearson for the share below a percentile, of as many independent samples as the
/// correlated ones are worth, n / deff (Kish 1965; Korn and Graubard 1998 for Clopper–Pearson). deff is the long-run variance of the samples above the
/// percentile from second to second, by Bartlett weights (Newey and West 1987) over three times the <see cref="BlockLength"/>, against the binomial one, and wider
/// by the square of <see cref="FixedB"/>. A block bootstrap alone is too narrow above: when few slow seconds were drawn, both the percentile and
/// its spread come out low.
/// </summary>
internal static class EffectiveRanks
{
    /// <summary>The interval in microseconds; null with fewer seconds than <see cref="BlockBootstrap.FewestSeconds"/>, or no samples.</summary>
    /// <param name="seconds">One histogram a second, in order, empty seconds included.</param>
    /// <param name="percentile">Above 0, below 100.</param>
    /// <param name="confidence">0 to 1.</param>
    public static Interval? OfPercentile(IReadOnlyList<PackedHistogram> seconds, double percentile, double confidence = Interval.Confidence)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        var whole = PackedHistogram.Merge(seconds);
        if (seconds.Count < BlockBootstrap.FewestSeconds || whole.TotalCount == 0)
        {
            return null;
        }

        var estimate = whole.PercentileMicros(percentile);
        var share = percentile / 100;
        var worth = whole.TotalCount / DesignEffect(seconds, estimate);
        var miss = (1 - confidence) / 2;
        var low = Beta.InvCDF(Math.Max(share * worth, 1e-9), ((1 - share) * worth) + 1, miss);
        var high = Beta.InvCDF((share * worth) + 1, Math.Max((1 - share) * worth, 1e-9), 1 - miss);
        var top = (long)Math.Ceiling(high * whole.TotalCount);
        return new Interval(
            estimate,
            HistogramLayout.LowestAt(HistogramLayout.IndexOf(whole.ValueAtRank(Math.Max(1, (long)Math.Floor(low * whole.TotalCount))))),
            whole.OverflowCount > 0 && top > whole.TotalCount - whole.OverflowCount ? double.PositiveInfinity : whole.ValueAtRank(Math.Min(whole.TotalCount, top)));
    }

    /// <summary>How many correlated samples are worth one independent one; at least 1.</summary>
    internal static double DesignEffect(IReadOnlyList<PackedHistogram> seconds, long estimateMicros)
    {
        var cumulative = seconds.Select(second => new CumulativeCounts(second)).ToArray();
        var bucket = HistogramLayout.IndexOf(estimateMicros);
        var totals = Array.ConvertAll(cumulative, second => (double)second.Total);
        var above = Array.ConvertAll(cumulative, second => (double)(second.Total - second.UpTo(bucket)));
        var share = above.Sum() / totals.Sum();
        if (share is <= 0 or >= 1)
        {
            return 1;
        }

        var length = Math.Min(3 * BlockLength.Of([.. cumulative.Select(second => second.ShareAbove(bucket))]), Math.Max(1, seconds.Count / 4));
        // What each second has too many of, for a share of two totals that both vary.
        var excess = above.Zip(totals, (count, total) => count - (share * total)).ToArray();
        var variance = 0.0;
        for (var lag = 0; lag < length; lag++)
        {
            var product = 0.0;
            for (var i = 0; i + lag < excess.Length; i++)
            {
                product += excess[i] * excess[i + lag];
            }

            variance += (lag == 0 ? 1 : 2 * (1 - ((double)lag / length))) * product;
        }

        var width = FixedB.Factor((double)length / seconds.Count);
        return Math.Max(1, variance / (totals.Sum() * share * (1 - share)) * width * width);
    }
}
