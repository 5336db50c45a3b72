using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Statistics;

/// <summary>A line through a series that a few wild values do not bend.</summary>
/// <param name="Slope">Per unit of x, with its 95 % interval.</param>
/// <param name="MedianX">The line goes through this x …</param>
/// <param name="MedianY">… and this y.</param>
/// <param name="Error">Two-sided error of the claim that there is a trend at all (Mann and Kendall).</param>
internal readonly record struct TrendLine(Interval Slope, double MedianX, double MedianY, double Error);

/// <summary>
/// Slope as the median of all slopes between two points (Theil 1950; Sen 1968, whose interval it is: Hollander and Wolfe 1999, 9.3), and
/// Mann's test for trend (1945) with Kendall's variance for ties (1975, 4.9).
/// </summary>
internal static class TheilSen
{
    /// <summary>The line; NaN slope with fewer than two different x.</summary>
    /// <param name="x">Rising.</param>
    /// <param name="y">As many.</param>
    public static TrendLine Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var slopes = new List<double>();
        var score = 0;
        for (var i = 0; i < x.Count; i++)
        {
            for (var j = i + 1; j < x.Count; j++)
            {
                if (x[j] > x[i])
                {
                    slopes.Add((y[j] - y[i]) / (x[j] - x[i]));
                    score += Math.Sign(y[j] - y[i]);
                }
            }
        }

        if (slopes.Count == 0)
        {
            return new TrendLine(new Interval(double.NaN, double.NegativeInfinity, double.PositiveInfinity), double.NaN, double.NaN, 1);
        }

        slopes.Sort();
        var sorted = slopes.ToArray();
        var deviation = Math.Sqrt(Variance(y));
        var reach = Normal.InvCDF(0, 1, 0.975) * deviation;
        var low = (int)Math.Floor((sorted.Length - reach) / 2) - 1;
        var high = (int)Math.Ceiling((sorted.Length + reach) / 2);
        var slope = new Interval(
            HodgesLehmann.Median(sorted),
            low < 0 ? double.NegativeInfinity : sorted[low],
            high >= sorted.Length ? double.PositiveInfinity : sorted[high]);
        var z = deviation > 0 ? Math.Max(0, Math.Abs(score) - 1) / deviation : 0;
        return new TrendLine(slope, HodgesLehmann.Median([.. x.Order()]), HodgesLehmann.Median([.. y.Order()]), 2 * Normal.CDF(0, 1, -z));
    }

    /// <summary>Variance of Mann's S: (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over the groups of equal values.</summary>
    private static double Variance(IReadOnlyList<double> y)
    {
        static double Term(double n) => n * (n - 1) * ((2 * n) + 5);
        return (Term(y.Count) - y.GroupBy(value => value).Sum(group => Term(group.Count()))) / 18;
    }
}
