using LoadLab.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Comparison;

/// <summary>
/// Puts the run-to-run variance of a calibration into the interval of two single runs. With s the spread of n calibrated runs, r the part of
/// it that no single run shows, and b the bootstrap's standard error, the half width is the largest of: the bootstrap's own;
/// t(n−1) · √2 · s, the prediction interval of two further runs like the calibrated ones, exact for normal figures; and
/// t(f) · √(b² + 2r²), with Satterthwaite's f = (b² + 2r²)² / ((2r²)² / (n−1)), for runs that vary more within themselves than those did.
/// With n and m runs on the sides, 1/n + 1/m takes the place of the 2: one run against the mean of a baseline of several.
/// Assumes that the logarithms of a figure are near normal from run to run, and that both builds vary from run to run as the calibrated one did.
/// </summary>
internal static class BetweenRunVariance
{
    private static readonly double Z = Normal.InvCDF(0, 1, 0.975);

    /// <summary>The shift with the noise in its interval and in its errors. An interval without ends stays one.</summary>
    /// <param name="shift">As the seconds of the runs show it.</param>
    /// <param name="noise">What runs of one thing vary by.</param>
    /// <param name="before">Runs on the one side; the mean of n runs varies by 1/n of what one does.</param>
    /// <param name="after">Runs on the other.</param>
    public static ShiftEstimate Widen(ShiftEstimate shift, NoiseFigure noise, int before = 1, int after = 1)
    {
        var (estimate, low, high) = shift.Shift;
        var runs = (1.0 / before) + (1.0 / after);
        var known = Math.Sqrt(runs) * noise.Spread;
        if (known <= 0 || !double.IsFinite(estimate))
        {
            return shift;
        }

        var (up, down) = (Sum(high - estimate, noise, runs), Sum(estimate - low, noise, runs));
        var half = Quantile(noise.Runs - 1) * known;
        return new ShiftEstimate(
            new Interval(estimate, Math.Min(low, estimate - Math.Max(half, Quantile(down.Freedom) * down.Error)), Math.Max(high, estimate + Math.Max(half, Quantile(up.Freedom) * up.Error))),
            threshold => Worst(shift.ErrorAbove(threshold), estimate - threshold, (noise.Runs - 1, known), down),
            threshold => Worst(shift.ErrorBelow(threshold), threshold - estimate, (noise.Runs - 1, known), up));
    }

    private static (double Freedom, double Error) Sum(double side, NoiseFigure noise, double runs)
    {
        var between = runs * noise.RunSpread * noise.RunSpread;
        var variance = (side / Z * (side / Z)) + between;
        return (between <= 0 ? double.PositiveInfinity : variance * variance / (between * between / (noise.Runs - 1)), Math.Sqrt(variance));
    }

    private static double Worst(double bootstrap, double distance, params (double Freedom, double Error)[] others) =>
        others.Select(other => Tail(distance, other.Freedom, other.Error)).Append(bootstrap).Max();

    private static double Tail(double distance, double freedom, double error) =>
        !double.IsFinite(error) ? 1
        : error <= 0 ? (distance > 0 ? 0 : 1)
        : IsNormal(freedom) ? Normal.CDF(0, 1, -distance / error)
        : StudentT.CDF(0, 1, freedom, -distance / error);

    private static double Quantile(double freedom) => IsNormal(freedom) ? Z : StudentT.InvCDF(0, 1, freedom, 0.975);

    /// <summary>From so many degrees of freedom on, t and normal agree to five digits, and the library's t is slow to converge.</summary>
    private static bool IsNormal(double freedom) => !(freedom < 1e5);
}
