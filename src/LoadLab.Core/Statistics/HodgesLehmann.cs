namespace LoadLab.Core.Statistics;

/// <summary>
/// Shift between two samples: the median of all differences (Hodges and Lehmann 1963), with the exact interval that inverts the
/// Mann–Whitney test (Hollander and Wolfe 1999, 4.3).
/// </summary>
internal static class HodgesLehmann
{
    /// <summary>The shift from <paramref name="before"/> to <paramref name="after"/>; unbounded where the samples are too small for the confidence.</summary>
    /// <param name="before">One sample, not empty.</param>
    /// <param name="after">The other, not empty.</param>
    /// <param name="confidence">0 to 1.</param>
    public static Interval Shift(IReadOnlyList<double> before, IReadOnlyList<double> after, double confidence = Interval.Confidence)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var differences = after.SelectMany(b => before.Select(a => b - a)).Order().ToArray();
        var miss = (1 - confidence) / 2;
        var rank = MannWhitney.Distribution(before.Count, after.Count).Count(probability => probability <= miss + 1e-12);
        return rank == 0
            ? new Interval(Median(differences), double.NegativeInfinity, double.PositiveInfinity)
            : new Interval(Median(differences), differences[rank - 1], differences[^rank]);
    }

    /// <summary>Median of sorted values.</summary>
    internal static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}
