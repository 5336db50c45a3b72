namespace LoadLab.Core.Statistics;

/// <summary>
/// Binomial(n, p) by summing its mass outwards from the mode, where the recurrence f(k+1)/f(k) = (n−k)/(k+1) · p/(1−p) is stable
/// (Loader 2000 discusses why direct formulas lose digits). The sum normalises itself, costs about 20 standard deviations of steps, and
/// holds for n in the billions, where a continued fraction for the incomplete beta function stops too early.
/// </summary>
internal static class BinomialDistribution
{
    private const double Negligible = 1e-20;

    /// <summary>P(X ≤ k).</summary>
    public static double Cdf(long k, long n, double p)
    {
        if (k < 0)
        {
            return 0;
        }

        if (k >= n || p <= 0)
        {
            return 1;
        }

        if (p >= 1)
        {
            return 0;
        }

        var mode = Math.Min(n, (long)((n + 1) * p));
        var odds = p / (1 - p);
        double below = 0;
        double above = 0;
        void Count(long at, double mass)
        {
            if (at <= k)
            {
                below += mass;
            }
            else
            {
                above += mass;
            }
        }

        Count(mode, 1);
        var weight = 1.0;
        for (var i = mode; i > 0 && weight > Negligible; i--)
        {
            weight *= i / ((n - i + 1) * odds);
            Count(i - 1, weight);
        }

        weight = 1.0;
        for (var i = mode; i < n && weight > Negligible; i++)
        {
            weight *= (n - i) * odds / (i + 1);
            Count(i + 1, weight);
        }

        return below / (below + above);
    }

    /// <summary>The smallest k with P(X ≤ k) ≥ <paramref name="probability"/>.</summary>
    public static long Quantile(long n, double p, double probability)
    {
        long low = 0;
        var high = n;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Cdf(middle, n, p) >= probability)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
