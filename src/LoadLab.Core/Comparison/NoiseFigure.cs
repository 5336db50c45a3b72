using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Comparison;

/// <summary>How much one figure of one step varies between runs of one and the same thing.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Scenario">The scenario; <c>*</c> for all.</param>
/// <param name="Step">The step; <c>*</c> for the whole iteration.</param>
/// <param name="Figure">The kind of figure, in its word: <c>p95</c>.</param>
/// <param name="Runs">Number of runs that it rests on.</param>
/// <param name="Spread">
/// Standard deviation between the runs: of the natural logarithm, for error ratios of the ratio itself. The plain one on purpose: a median
/// deviation would hide the wild run that the next comparison may meet.
/// </param>
/// <param name="RunSpread">The part of it that the seconds of a single run cannot show: √(max(0, spread² − v)), with v the mean variance that the bootstrap sees within a run.</param>
public sealed record NoiseFigure(string Phase, string Scenario, string Step, string Figure, int Runs, double Spread, double RunSpread)
{
    /// <summary>
    /// Half of the 95 % interval of the difference between two further runs: t · √2 · spread, with the quantile of Student's t for
    /// <see cref="Runs"/> − 1 degrees of freedom. In the unit of <see cref="Spread"/>.
    /// </summary>
    [JsonIgnore]
    public double PairHalfWidth => StudentT.InvCDF(0, 1, Runs - 1, 1 - ((1 - Statistics.Interval.Confidence) / 2)) * Math.Sqrt(2) * Spread;

    /// <summary>The same as a part of the value: 0.05 for ±5 %; for error ratios the difference itself.</summary>
    [JsonIgnore]
    public double PairRange => Figure == FigureKind.ErrorRatio.Word() ? PairHalfWidth : Math.Exp(PairHalfWidth) - 1;
}
