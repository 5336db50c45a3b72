namespace LoadLab.Core.Statistics;

/// <summary>
/// Cantelli's one-sided inequality (Cantelli 1928): P(X − μ ≥ k σ) ≤ 1 / (1 + k²) for every distribution with mean μ and standard deviation σ.
/// So at least the share q lies below μ + k σ with k = √(q / (1 − q)): P95 ≤ μ + 4.36 σ, P99 ≤ μ + 9.95 σ.
/// </summary>
internal static class Cantelli
{
    /// <summary>k for a percentile.</summary>
    /// <param name="percentile">Above 0, below 100.</param>
    public static double Factor(double percentile) => Math.Sqrt(percentile / (100 - percentile));
}
