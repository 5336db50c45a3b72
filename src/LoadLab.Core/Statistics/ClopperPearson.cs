namespace LoadLab.Core.Statistics;

/// <summary>
/// Exact interval of a proportion (Clopper and Pearson 1934): the lower end is the p with P(X ≥ k) = α/2, the upper the p with
/// P(X ≤ k) = α/2. With k = 0 or k = n only one end is open, and the whole α goes to it (the "rule of three",
/// Hanley and Lippman-Hand 1983): without a failure, 95 % confidence in less than 0.1 % needs n = 2,995.
/// </summary>
internal static class ClopperPearson
{
    /// <summary>The share <paramref name="hits"/> / <paramref name="total"/> with its interval, 0 to 1.</summary>
    public static Interval Of(long hits, long total, double confidence = Interval.Confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, total);
        if (total == 0)
        {
            return new Interval(double.NaN, 0, 1);
        }

        var miss = hits == 0 || hits == total ? 1 - confidence : (1 - confidence) / 2;
        var low = hits == 0 ? 0 : Solve(p => 1 - BinomialDistribution.Cdf(hits - 1, total, p) >= miss);
        var high = hits == total ? 1 : Solve(p => BinomialDistribution.Cdf(hits, total, p) <= miss);
        return new Interval((double)hits / total, low, high);
    }

    /// <summary>The p from which on <paramref name="reached"/> is true, to the last digits of a double.</summary>
    private static double Solve(Func<double, bool> reached)
    {
        double low = 0;
        double high = 1;
        for (var i = 0; i < 200 && high - low > high * 1e-13; i++)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = reached(middle) ? (low, middle) : (middle, high);
        }

        return low + ((high - low) / 2);
    }
}
