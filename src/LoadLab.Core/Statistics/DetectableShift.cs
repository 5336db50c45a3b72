using LoadLab.Core.Comparison;
using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Statistics;

/// <summary>
/// How small a shift of a figure between runs can be seen. A run's figure varies by r² from run to run, which no length mends, and by v within a run, which
/// falls as 1/T with its length (the variance of a mean-like figure over blocks that have forgotten each other). A shift d is claimed when its interval lies beyond the margin δ, and
/// that is so with the wanted power when d ≥ δ + (t(97.5 %) + t(80 %)) · √((1/n + 1/m) · (r² + v)): the usual sum of two quantiles (Cohen 1988), with
/// Student's t for the runs that r and v were seen in, as <see cref="BetweenRunVariance"/> has it in the interval. Shifts are natural logarithms.
/// </summary>
/// <param name="Between">Variance r² from run to run that no single run shows; 0 when it is not known.</param>
/// <param name="Within">Variance v of a run of <paramref name="Seconds"/>.</param>
/// <param name="Seconds">Length of that run.</param>
/// <param name="Runs">Runs that the variances rest on; 1 when nothing tells what varies from run to run, and the normal quantiles are taken.</param>
public sealed record DetectableShift(double Between, double Within, double Seconds, int Runs)
{
    /// <summary>How often a change must be seen to count as one that would be.</summary>
    public const double Power = 0.8;

    private const double Upper = 0.975;

    /// <summary>Smallest shift that is seen beyond a margin.</summary>
    /// <param name="margin">As a logarithm.</param>
    /// <param name="seconds">Length of each run; infinite for the limit that longer runs cannot beat.</param>
    /// <param name="before">Runs on the one side.</param>
    /// <param name="after">Runs on the other.</param>
    public double Smallest(double margin, double seconds, int before, int after) =>
        margin + (Quantiles(Runs - 1) * Math.Sqrt(((1.0 / before) + (1.0 / after)) * (Between + (Within * Seconds / seconds))));

    /// <summary>Seconds that each run must last to see a shift; null when no length does.</summary>
    public double? SecondsFor(double shift, double margin, int before, int after)
    {
        var needed = (shift - margin) / Quantiles(Runs - 1);
        var left = (needed * needed / ((1.0 / before) + (1.0 / after))) - Between;
        return shift <= margin || left <= 0 ? null : Within * Seconds / left;
    }

    /// <summary>Runs of a length that both sides must have to see a shift as sets, which need no other knowledge of what varies; null when <paramref name="most"/> do not suffice.</summary>
    public int? RunsFor(double shift, double margin, double seconds, int fewest = 4, int most = 50)
    {
        for (var runs = fewest; runs <= most && shift > margin; runs++)
        {
            if (margin + (Quantiles((2 * runs) - 2) * Math.Sqrt(2.0 / runs * (Between + (Within * Seconds / seconds)))) <= shift)
            {
                return runs;
            }
        }

        return null;
    }

    private static double Quantiles(int freedom) => freedom < 1
        ? Normal.InvCDF(0, 1, Upper) + Normal.InvCDF(0, 1, Power)
        : StudentT.InvCDF(0, 1, freedom, Upper) + StudentT.InvCDF(0, 1, freedom, Power);
}
