using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Statistics;

/// <summary>How far a figure has moved, and how sure that is.</summary>
/// <param name="Shift">The shift with its interval: a difference of logarithms, or a plain difference.</param>
/// <param name="ErrorAbove">One-sided error of the claim that the shift is above a threshold.</param>
/// <param name="ErrorBelow">The same for below.</param>
internal sealed record ShiftEstimate(Interval Shift, Func<double, double> ErrorAbove, Func<double, double> ErrorBelow)
{
    private static readonly double Z = Normal.InvCDF(0, 1, 0.975);

    /// <summary>A shift of which nothing is known but the point.</summary>
    public static ShiftEstimate Unknown(double shift) =>
        new(new Interval(shift, double.NegativeInfinity, double.PositiveInfinity), _ => 1, _ => 1);

    /// <summary>
    /// Two sets of values: the interval is Hodges and Lehmann's. The error beyond it is Welch's: exact tests of few runs have no small
    /// errors at all (5 and 5 runs: 0.8 %), so none of their claims could stand a correction for a hundred figures.
    /// </summary>
    public static ShiftEstimate OfSets(IReadOnlyList<double> before, IReadOnlyList<double> after) => new(
        HodgesLehmann.Shift(before, after),
        threshold => Welch.ErrorAbove(before, after, threshold),
        threshold => Welch.ErrorAbove([.. before.Select(value => -value)], [.. after.Select(value => -value)], -threshold));

    /// <summary>
    /// From an interval alone. Its sides are taken for 1.96 standard errors each, and the error beyond them for a normal one: a bootstrap
    /// of 2,000 resamples cannot count the tails that a correction for many comparisons asks about.
    /// </summary>
    public static ShiftEstimate OfInterval(Interval shift) => new(
        shift,
        threshold => Error(shift.Estimate - threshold, (shift.Estimate - shift.Low) / Z),
        threshold => Error(threshold - shift.Estimate, (shift.High - shift.Estimate) / Z));

    private static double Error(double distance, double standardError) =>
        double.IsInfinity(standardError) || double.IsNaN(distance) ? 1
        : standardError <= 0 ? (distance > 0 ? 0 : 1)
        : Normal.CDF(0, 1, -distance / standardError);
}
