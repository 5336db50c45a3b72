using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Reporting.Figures;

/// <summary>
/// How slow a phase was, for ranking. A response time leaves out what failed and what never ended; whoever ranks by it ranks a phase in which
/// everything hung as the fastest, or not at all. Here what was cut off is slower than anything that ended, and failures count as long as they took,
/// where that makes it slower: fast failures flatter nobody.
/// </summary>
/// <param name="P95Ms">P95 in ms; infinite when more than one in twenty never ended; NaN when nothing started.</param>
/// <param name="TimedOut">Requests that timed out.</param>
/// <param name="CutOff">Iterations that had not ended when the phase was cut off.</param>
/// <param name="Requests">All of them.</param>
public sealed record Slowness(double P95Ms, long TimedOut, long CutOff, long Requests)
{
    private const double Percentile = 95;

    /// <summary>Share of what hung until a timeout or the end; NaN when nothing started.</summary>
    public double HungRatio => Requests == 0 ? double.NaN : (double)(TimedOut + CutOff) / Requests;

    /// <summary>The slowness of requests that ended, and of those that were cut off.</summary>
    /// <param name="ended">The requests that ended.</param>
    /// <param name="cutOff">Iterations that had not.</param>
    /// <param name="byServiceTime">By service time: the driver knows no response time.</param>
    public static Slowness Of(IReadOnlyList<LoadSlice> ended, long cutOff, bool byServiceTime = false)
    {
        ArgumentNullException.ThrowIfNull(ended);
        PackedHistogram Times(LoadSlice slice) => byServiceTime ? slice.Service : slice.Response;
        var timed = PackedHistogram.Merge(ended.Where(slice => ResultClasses.CountsForResponseTime(slice.Key.Class)).Select(Times));
        var all = PackedHistogram.Merge(ended.Select(Times));
        var timedOut = ended.Where(slice => slice.Key.Class == ResultClasses.Timeout).Sum(slice => slice.Service.TotalCount);
        return new Slowness(Max(P95(timed, cutOff), P95(all, cutOff)), timedOut, cutOff, all.TotalCount + cutOff);
    }

    /// <summary>The slowest of phases; null when nothing started in any.</summary>
    public static PhaseFigures? Slowest(IReadOnlyList<PhaseFigures> phases) => phases.Where(phase => !double.IsNaN(phase.Slowness.P95Ms))
        .OrderByDescending(phase => phase.Slowness.P95Ms).ThenByDescending(phase => phase.Slowness.HungRatio).FirstOrDefault();

    private static double Max(double a, double b) => double.IsNaN(a) ? b : double.IsNaN(b) ? a : Math.Max(a, b);

    private static double P95(LatencyHistogram ended, long cutOff)
    {
        var all = ended.TotalCount + cutOff;
        if (all == 0)
        {
            return double.NaN;
        }

        var rank = Math.Ceiling(Percentile / 100 * all);
        return rank > ended.TotalCount ? double.PositiveInfinity : ended.ValueAtRank((long)rank) / 1000.0;
    }
}
