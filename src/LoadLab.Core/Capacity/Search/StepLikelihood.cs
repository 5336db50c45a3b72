namespace LoadLab.Core.Capacity.Search;

/// <summary>How likely what a step showed is, made ready for the thousands of points of a grid: a strength, or only the side of one.</summary>
internal readonly struct StepLikelihood
{
    /// <summary>Deviations beyond which nothing of a tail is left in the last digit of the sum with what a lapse adds.</summary>
    private const double Far = 9.5;

    private readonly int _side;
    private readonly double _place;
    private readonly double _told;
    private readonly double _lapsed;

    private StepLikelihood(double load, int side, double place, double lapse, double lapsed) =>
        (LogLoad, _side, _place, _told, _lapsed) = (Math.Log(load), side, place, 1 - lapse, lapse * lapsed);

    /// <summary>Logarithm of the step's load.</summary>
    public double LogLoad { get; }

    /// <summary>Of a step that is not invalid.</summary>
    /// <param name="step">The step.</param>
    /// <param name="cap">A strength past ±cap says no more than that.</param>
    /// <param name="lapse">Share of the steps that say nothing about the load.</param>
    public static StepLikelihood Of(StepEvidence step, double cap, double lapse) => step.Strength switch
    {
        { } strength when strength >= cap => new(step.Load, 1, cap, lapse, 0.25),
        { } strength when strength <= -cap => new(step.Load, -1, -cap, lapse, 0.25),
        { } strength => new(step.Load, 0, strength, lapse, 0.5 / (2 * cap)),
        _ => new(step.Load, step.Outcome == StepOutcome.Breaks ? 1 : -1, 0, lapse, 0.5),
    };

    /// <summary>The likelihood where the strengths at its load have this mean and deviation.</summary>
    public double At(double mean, double deviation)
    {
        var apart = (_side > 0 ? mean - _place : _place - mean) / deviation;
        var likelihood = _side == 0
            ? Math.Abs(apart) > Far ? 0 : NormalDistribution.Density(apart) / deviation
            : apart > Far ? 1 : apart < -Far ? 0 : NormalDistribution.Cdf(apart);
        return (_told * likelihood) + _lapsed;
    }
}
