using LoadLab.Sdk;

namespace LoadLab.Core.Statistics;

/// <summary>
/// Where a series splits best into two, by the energy distance (Székely and Rizzo 2004; Matteson and James 2014):
/// Q = 2/(m+n)·Σ|Xᵢ−Yⱼ| − 2m/((m+n)(n−1))·Σ|Xᵢ−Xₖ| − 2n/((m+n)(m−1))·Σ|Yⱼ−Yₖ|, sums over pairs once. Sees a shift in mean or in spread,
/// and takes no distribution for granted. Costs n² for all splits together.
/// </summary>
internal static class EnergySplit
{
    /// <summary>Fewest values on a side.</summary>
    public const int FewestOnASide = 2;

    /// <summary>The best split: the place of the first value of its right side; 0 and −∞ when the series is too short.</summary>
    public static (int Place, double Q) Best(ReadOnlySpan<double> values) => Scan(values, FewestOnASide, values.Length - FewestOnASide);

    /// <summary>Q of the split before <paramref name="place"/>; −∞ when a side is too short.</summary>
    public static double At(ReadOnlySpan<double> values, int place) =>
        place < FewestOnASide || place > values.Length - FewestOnASide ? double.NegativeInfinity : Scan(values, place, place).Q;

    /// <summary>
    /// Error of the claim that there is a split: the share of shuffled series with a Q at least as large. Stops at the first one after r
    /// shuffles with 1/r (Besag and Clifford 1991, h = 1); 1/(1 + R) when none of R reaches it.
    /// </summary>
    /// <param name="values">The series.</param>
    /// <param name="q">Q as observed.</param>
    /// <param name="place">The split that Q is of; null for the best.</param>
    /// <param name="shuffles">R.</param>
    /// <param name="random">Shuffles.</param>
    public static double Error(ReadOnlySpan<double> values, double q, int? place, int shuffles, SeededRandom random)
    {
        if (double.IsNegativeInfinity(q))
        {
            return 1;
        }

        var shuffled = values.ToArray();
        for (var r = 1; r <= shuffles; r++)
        {
            random.Shuffle(shuffled);
            var other = place is { } fixedPlace ? At(shuffled, fixedPlace) : Best(shuffled).Q;

            // Sums in another order differ in their last digits.
            if (other >= q - (1e-9 * Math.Abs(q)))
            {
                return 1.0 / r;
            }
        }

        return 1.0 / (1 + shuffles);
    }

    /// <summary>The best of the splits from <paramref name="first"/> to <paramref name="last"/>.</summary>
    private static (int Place, double Q) Scan(ReadOnlySpan<double> values, int first, int last)
    {
        var all = values.Length;
        var best = (Place: 0, Q: double.NegativeInfinity);
        double left = 0;
        double right = 0;
        double between = 0;
        for (var i = 0; i < all; i++)
        {
            right += Distances(values[(i + 1)..], values[i]);
        }

        for (var n = 1; n <= last; n++)
        {
            // The value before the split goes over to the left.
            var toLeft = Distances(values[..(n - 1)], values[n - 1]);
            var toRight = Distances(values[n..], values[n - 1]);
            left += toLeft;
            right -= toRight;
            between += toRight - toLeft;
            if (n >= first)
            {
                var m = all - n;
                var q = (2.0 / all * between) - (2.0 * m / (all * (n - 1.0)) * left) - (2.0 * n / (all * (m - 1.0)) * right);
                best = q > best.Q ? (n, q) : best;
            }
        }

        return best;
    }

    private static double Distances(ReadOnlySpan<double> values, double from)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += Math.Abs(value - from);
        }

        return sum;
    }
}
