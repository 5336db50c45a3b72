using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// Whether levels lie further from the law than repeats of one level lie from each other (the lack-of-fit F test; Draper and Smith 1998, 2.1). Needs repeats: without
/// them nothing tells a wrong curve from noise.
/// </summary>
internal static class LackOfFit
{
    /// <summary>Below this error the law is refused.</summary>
    public const double Refused = 0.001;

    /// <summary>The error of claiming that the law does not fit; null without repeats, or without a level more than parameters.</summary>
    /// <param name="levels">Values of each level in the scale of the fit, with the law's value there.</param>
    /// <param name="parameters">Of the law.</param>
    public static double? Error(IReadOnlyList<IReadOnlyList<(double Seen, double Law)>> levels, int parameters)
    {
        var points = levels.Sum(level => level.Count);
        var (ofLevels, ofRepeats) = (levels.Count - parameters, points - levels.Count);
        if (ofLevels < 1 || ofRepeats < 2)
        {
            return null;
        }

        var pure = levels.Sum(level => level.Sum(point => Square(point.Seen - point.Law - level.Average(other => other.Seen - other.Law))));
        var lack = levels.Sum(level => level.Count * Square(level.Average(point => point.Seen - point.Law)));
        return pure > 0 ? 1 - FisherSnedecor.CDF(ofLevels, ofRepeats, lack / ofLevels / (pure / ofRepeats)) : null;
    }

    private static double Square(double value) => value * value;
}
