using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Statistics;

/// <summary>The percentile of every resample of a block bootstrap. Exact in the histograms' resolution; nothing is merged a second time.</summary>
internal static class ResampledPercentile
{
    /// <summary>One value a resample, in microseconds, the middle of its bucket; NaN where a resample has no samples.</summary>
    /// <param name="seconds">One histogram a second, summed up.</param>
    /// <param name="buckets">The filled buckets of all of them, rising.</param>
    /// <param name="percentile">0 to 100.</param>
    /// <param name="draw">The resamples.</param>
    public static double[] Micros(IReadOnlyList<CumulativeCounts> seconds, int[] buckets, double percentile, BlockDraw draw)
    {
        var totals = draw.Sums([.. seconds.Select(second => second.Total)]);
        var needed = Array.ConvertAll(totals, total => Math.Max(1, (long)Math.Ceiling(LatencyHistogram.PercentileRank(percentile, total))));
        var low = new int[draw.Resamples];
        var high = Enumerable.Repeat(buckets.Length - 1, draw.Resamples).ToArray();
        var open = Enumerable.Range(0, draw.Resamples).Where(r => totals[r] > 0).ToList();
        while (open.Count > 0)
        {
            // Resamples that ask about one bucket share its running sums; near the end there are few buckets left to ask about.
            foreach (var group in open.GroupBy(r => (low[r] + high[r]) / 2))
            {
                var prefix = draw.Prefix([.. seconds.Select(second => second.UpTo(buckets[group.Key]))]);
                foreach (var r in group)
                {
                    if (draw.Sum(prefix, r) >= needed[r])
                    {
                        high[r] = group.Key;
                    }
                    else
                    {
                        low[r] = group.Key + 1;
                    }
                }
            }

            open.RemoveAll(r => low[r] >= high[r]);
        }

        return [.. Enumerable.Range(0, draw.Resamples).Select(r => totals[r] == 0 ? double.NaN : Middle(buckets[Math.Min(low[r], buckets.Length - 1)]))];
    }

    /// <summary>Middle of a bucket, in microseconds: above 0, so that it has a logarithm.</summary>
    public static double Middle(int bucket) => HistogramLayout.LowestAt(bucket) + (HistogramLayout.WidthAt(bucket) / 2.0);
}
