using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Statistics;

/// <summary>Welch's test (1947) of two means whose variances may differ, with Satterthwaite's degrees of freedom (1946).</summary>
internal static class Welch
{
    /// <summary>
    /// Error of the claim that the mean of <paramref name="after"/> is above that of <paramref name="before"/> by more than
    /// <paramref name="threshold"/>. One-sided; 1 when a sample has fewer than two values.
    /// </summary>
    public static double ErrorAbove(IReadOnlyList<double> before, IReadOnlyList<double> after, double threshold)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count < 2 || after.Count < 2 || !double.IsFinite(threshold))
        {
            return 1;
        }

        var (a, b) = (SquaredError(before), SquaredError(after));
        var distance = after.Average() - before.Average() - threshold;
        if (a + b <= 0)
        {
            return distance > 0 ? 0 : 1;
        }

        var freedom = (a + b) * (a + b) / ((a * a / (before.Count - 1)) + (b * b / (after.Count - 1)));
        return StudentT.CDF(0, 1, freedom, -distance / Math.Sqrt(a + b));
    }

    private static double SquaredError(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count;
    }
}
