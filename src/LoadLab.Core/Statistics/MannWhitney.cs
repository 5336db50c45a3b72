namespace LoadLab.Core.Statistics;

/// <summary>
/// Exact distribution of Mann and Whitney's U (1947) for two samples without ties: the number of pairs in which the first is the
/// smaller. Its generating function is ∏ᵢ (1 − x^(m+i)) / (1 − xⁱ), i = 1 … n (Andrews 1976, the Gaussian binomial).
/// </summary>
internal static class MannWhitney
{
    /// <summary>Most values in a sample: above it the exact distribution costs more than it tells.</summary>
    public const int MostValues = 200;

    /// <summary>P(U ≤ k) for k = 0 … n·m.</summary>
    /// <param name="n">Size of one sample, 1 to <see cref="MostValues"/>.</param>
    /// <param name="m">Size of the other.</param>
    public static double[] Distribution(int n, int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MostValues);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(m, MostValues);
        var mass = new double[(n * m) + 1];
        mass[0] = 1;
        for (var i = 1; i <= n; i++)
        {
            // Times (1 − x^(m+i)), then by (1 − xⁱ); scaled by i / (m + i), so that it ends as a distribution.
            for (var u = mass.Length - 1; u >= m + i; u--)
            {
                mass[u] -= mass[u - m - i];
            }

            for (var u = i; u < mass.Length; u++)
            {
                mass[u] += mass[u - i];
            }

            for (var u = 0; u < mass.Length; u++)
            {
                mass[u] *= (double)i / (m + i);
            }
        }

        double sum = 0;
        return Array.ConvertAll(mass, share => Math.Min(1, sum += Math.Max(0, share)));
    }

    /// <summary>The smallest two-sided error that samples of these sizes can show: 2 / C(n+m, n). 0.8 % for 5 and 5.</summary>
    public static double SmallestError(int n, int m) => Math.Min(1, 2 * Distribution(n, m)[0]);
}
