using LoadLab.Core.Measurement.Histograms;
using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Statistics;

/// <summary>
/// Shift of a figure from one run to another, by a block bootstrap over the seconds of both. The interval is widened for short runs
/// (Hesterberg 2015, 5.3: Student's t in place of the normal, with the number of blocks) and holds the one that takes the samples for
/// independent: order statistics or Clopper–Pearson, put together as in Zou and Donner 2008.
/// </summary>
internal static class PairShift
{
    /// <summary>Longest series that is resampled. In a longer run neighbouring seconds are put together first.</summary>
    private const int MostSeconds = 600;

    /// <summary>Shift of a percentile, as a difference of natural logarithms.</summary>
    public static ShiftEstimate OfPercentile(
        IReadOnlyList<PackedHistogram> before, IReadOnlyList<PackedHistogram> after, double percentile, long seed, int resamples = BlockBootstrap.DefaultResamples)
    {
        var a = Resample(before, percentile, seed, resamples);
        var b = Resample(after, percentile, seed + 1, resamples);
        var shift = b.Log.Estimate - a.Log.Estimate;
        if (a.Draws is null || b.Draws is null)
        {
            return ShiftEstimate.Unknown(shift);
        }

        var differences = a.Draws.Zip(b.Draws, (x, y) => y - x);
        return ShiftEstimate.OfInterval(Around(shift, differences, a.Blocks + b.Blocks).Widen(Difference(a.Log, b.Log)));
    }

    /// <summary>Shift of a mean count a second, as a difference of natural logarithms.</summary>
    /// <param name="before">Counts of whole seconds.</param>
    /// <param name="after">The same of the other run.</param>
    /// <param name="shift">The shift as measured over all of both runs.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public static ShiftEstimate OfRate(IReadOnlyList<long> before, IReadOnlyList<long> after, double shift, long seed)
    {
        if (Math.Min(before.Count, after.Count) < BlockBootstrap.FewestSeconds || !double.IsFinite(shift))
        {
            return ShiftEstimate.Unknown(shift);
        }

        var (a, b) = (Draw(before, seed), Draw(after, seed + 1));
        var here = Math.Log(after.Average() / before.Average());
        var differences = a.Draw.Sums([.. before]).Zip(b.Draw.Sums([.. after]), (x, y) =>
            Math.Log((double)y / after.Count / ((double)x / before.Count)) - here + shift);
        return ShiftEstimate.OfInterval(Around(shift, differences, a.Blocks + b.Blocks));
    }

    /// <summary>Shift of a ratio, as a plain difference.</summary>
    /// <param name="before">Hits and trials of each second.</param>
    /// <param name="after">The same of the other run.</param>
    /// <param name="seed">Seed of the resampling.</param>
    public static ShiftEstimate OfRatio(IReadOnlyList<(long Hits, long Trials)> before, IReadOnlyList<(long Hits, long Trials)> after, long seed)
    {
        var a = ClopperPearson.Of(before.Sum(second => second.Hits), before.Sum(second => second.Trials));
        var b = ClopperPearson.Of(after.Sum(second => second.Hits), after.Sum(second => second.Trials));
        var exact = Difference(a, b);
        if (Math.Min(before.Count, after.Count) < BlockBootstrap.FewestSeconds || !double.IsFinite(exact.Estimate))
        {
            return ShiftEstimate.Unknown(exact.Estimate);
        }

        var (drawA, drawB) = (Draw([.. before.Select(second => second.Hits)], seed), Draw([.. after.Select(second => second.Hits)], seed + 1));
        var differences = Ratios(before, drawA.Draw).Zip(Ratios(after, drawB.Draw), (x, y) => y - x);
        return ShiftEstimate.OfInterval(Around(exact.Estimate, differences, drawA.Blocks + drawB.Blocks).Widen(exact));
    }

    /// <summary>Interval of b − a from those of both (Zou and Donner 2008): each side adds up as squares.</summary>
    internal static Interval Difference(Interval a, Interval b)
    {
        var estimate = b.Estimate - a.Estimate;
        return new Interval(
            estimate,
            estimate - Length(b.Estimate - b.Low, a.High - a.Estimate),
            estimate + Length(b.High - b.Estimate, a.Estimate - a.Low));
    }

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private static IEnumerable<double> Ratios(IReadOnlyList<(long Hits, long Trials)> seconds, BlockDraw draw) =>
        draw.Sums([.. seconds.Select(second => second.Hits)])
            .Zip(draw.Sums([.. seconds.Select(second => second.Trials)]), (hits, trials) => trials == 0 ? double.NaN : (double)hits / trials);

    private static (BlockDraw Draw, double Blocks) Draw(IReadOnlyList<long> series, long seed)
    {
        var length = BlockLength.Of([.. series.Select(value => (double)value)]);
        return (new BlockDraw(series.Count, length, BlockBootstrap.DefaultResamples, seed), (double)series.Count / length);
    }

    private static (Interval Log, double[]? Draws, double Blocks) Resample(IReadOnlyList<PackedHistogram> seconds, double percentile, long seed, int resamples)
    {
        var units = Coarser(seconds);
        var whole = PackedHistogram.Merge(units);
        var byRank = OrderStatistics.OfPercentile(whole, percentile);
        var log = new Interval(Log(byRank.Estimate), byRank.Low <= 0 ? double.NegativeInfinity : Log(byRank.Low), Log(byRank.High));
        if (units.Count < BlockBootstrap.FewestSeconds || whole.TotalCount == 0)
        {
            return (log, null, 0);
        }

        var cumulative = units.Select(second => new CumulativeCounts(second)).ToArray();
        var at = HistogramLayout.IndexOf(whole.PercentileMicros(percentile));
        var length = BlockLength.Of([.. cumulative.Select(second => second.ShareAbove(at))]);
        var draw = new BlockDraw(cumulative.Length, length, resamples, seed);
        var micros = ResampledPercentile.Micros(cumulative, whole.Pack().Indices.ToArray(), percentile, draw);
        return (log, Array.ConvertAll(micros, Log), (double)cumulative.Length / length);
    }

    private static double Log(double micros) => Math.Log(Math.Max(0.5, micros));

    /// <summary>The percentile interval of the draws, its sides stretched for few blocks.</summary>
    private static Interval Around(double estimate, IEnumerable<double> draws, double blocks)
    {
        var sorted = draws.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0 || blocks <= 3)
        {
            return new Interval(estimate, double.NegativeInfinity, double.PositiveInfinity);
        }

        var miss = (1 - Interval.Confidence) / 2;
        var freedom = blocks - 2;
        var stretch = StudentT.InvCDF(0, 1, freedom, 1 - miss) / Normal.InvCDF(0, 1, 1 - miss) * Math.Sqrt(blocks / freedom);
        var low = sorted[BlockBootstrap.Rank(miss, sorted.Length) - 1];
        var high = sorted[BlockBootstrap.Rank(1 - miss, sorted.Length) - 1];
        return new Interval(estimate, estimate - (Math.Max(0, estimate - low) * stretch), estimate + (Math.Max(0, high - estimate) * stretch));
    }

    private static IReadOnlyList<PackedHistogram> Coarser(IReadOnlyList<PackedHistogram> seconds)
    {
        var together = (seconds.Count + MostSeconds - 1) / MostSeconds;
        return together <= 1 ? seconds : [.. seconds.Chunk(together).Select(chunk => PackedHistogram.Merge(chunk).Pack())];
    }
}
