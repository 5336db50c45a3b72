namespace LoadLab.Core.Capacity.Search;

/// <summary>
/// What steps say of the load at which the worst row meets its limit, as a distribution over the logarithm of the load. Pure.
/// <para>
/// A step at load x shows a strength z. Near the capacity θ it is taken as normal around k·ln(x/θ) with the deviation σ: k is how steeply the rows worsen with the
/// load, counted in standard errors, and σ how much more than their own standard error they vary from step to step. Neither is known, so both are summed
/// over a grid, with priors that are flat in their logarithms. A strength past ±<see cref="Cap"/> says no more than that, since far from the limit nothing is
/// linear; a verdict without a strength says only its side; and a small share of steps says nothing about the load (<see cref="Lapse"/>), so that
/// one step that contradicts the others widens the interval instead of moving it.
/// </para>
/// </summary>
internal sealed class LoadPosterior
{
    /// <summary>Strengths beyond it count as it: a row that is wrong by so many standard errors is decided.</summary>
    public const double Cap = 2.0;

    /// <summary>Share of the steps that chance or a neighbour of the machine has spoiled.</summary>
    public const double Lapse = 0.04;

    /// <summary>How near to the capacity a step must be to show more than its side, as a ratio of loads.</summary>
    public const double Near = 1.4;

    /// <summary>Strength below which a step is near enough to the limit to share its error.</summary>
    private const double Together = 5;

    private const int Points = 161;

    // From 5 to 300 standard errors for a load that is e times as high. Response times rise faster than the load where they near a limit, and a step is long enough
    // to know them to some 10 %: less than 5 would be rows that the load hardly moves.
    private static readonly double[] s_slopes = [.. Enumerable.Range(0, 11).Select(i => 5 * Math.Pow(60, i / 10.0))];

    private static readonly double[] s_deviations = [1, 1.4, 2, 3];

    private readonly double[] _logs;
    private readonly double[] _cumulated;

    private LoadPosterior(double[] logs, double[] cumulated) => (_logs, _cumulated) = (logs, cumulated);

    /// <summary>The distribution after some steps, first over all loads that are possible, then finer where it lies.</summary>
    /// <param name="evidence">The steps; those that are invalid, and those that were not decided without a strength, say nothing.</param>
    /// <param name="low">No capacity is below it.</param>
    /// <param name="high">No capacity is above it.</param>
    public static LoadPosterior Of(IReadOnlyList<StepEvidence> evidence, double low, double high)
    {
        var told = evidence.Where(step => step.Outcome != StepOutcome.Invalid && (step.Strength is not null || step.Outcome != StepOutcome.Undecided)).ToList();
        var (from, to) = (Math.Log(low), Math.Log(high));
        told = InCommonErrors(told, OnGrid(told, from, to).Quantile(0.5));
        for (var pass = 0; ; pass++)
        {
            var posterior = OnGrid(told, from, to);
            var (first, last) = (Math.Log(posterior.Quantile(0.001)), Math.Log(posterior.Quantile(0.999)));
            if (pass == 2 || last - first > (to - from) / 2)
            {
                return posterior;
            }

            var margin = (last - first) / 4;
            (from, to) = (Math.Max(from, first - margin), Math.Min(to, last + margin));
        }
    }

    /// <summary>The load below which the capacity lies with a probability.</summary>
    public double Quantile(double probability)
    {
        var at = Array.BinarySearch(_cumulated, probability);
        at = Math.Clamp(at < 0 ? ~at : at, 1, _cumulated.Length - 1);
        var (before, after) = (_cumulated[at - 1], _cumulated[at]);
        var share = after > before ? Math.Clamp((probability - before) / (after - before), 0, 1) : 0.5;
        return Math.Exp(_logs[at - 1] + (share * (_logs[at] - _logs[at - 1])));
    }

    /// <summary>
    /// A sample that happens to be fast also looks sure of it: the error of a percentile grows with the percentile. Counted in its own error, each lucky step would weigh more than
    /// an unlucky one and the capacity would come out too high, by some percent in queues; counted in one that all near steps share, it does not. A step that is far
    /// away says only on which side it lies: response times are flat there, and no line through them tells where they meet a limit.
    /// </summary>
    private static List<StepEvidence> InCommonErrors(List<StepEvidence> told, double middle)
    {
        bool IsNear(StepEvidence step) => step.Load <= middle * Near && step.Load >= middle / Near;
        var near = told.Where(step => IsNear(step) && step is { Error: > 0, Strength: > -Together and < Together }).Select(step => step.Error!.Value).ToList();
        var common = near.Count < 2 ? double.NaN : Math.Sqrt(near.Average(error => error * error));
        return
        [
            .. told.Where(step => IsNear(step) || step.Outcome != StepOutcome.Undecided).Select(step =>
                !IsNear(step) && step.Outcome != StepOutcome.Undecided ? step with { Strength = step.Outcome == StepOutcome.Breaks ? Cap : -Cap }
                : near.Count >= 2 && step is { Error: { } error, Strength: { } strength } ? step with { Strength = strength * error / common }
                : step),
        ];
    }

    private static LoadPosterior OnGrid(List<StepEvidence> evidence, double from, double to)
    {
        var logs = Enumerable.Range(0, Points).Select(i => from + ((to - from) * i / (Points - 1))).ToArray();
        var steps = evidence.Select(step => StepLikelihood.Of(step, Cap, Lapse)).ToArray();
        var weights = new double[Points];
        foreach (var slope in s_slopes)
        {
            foreach (var deviation in s_deviations)
            {
                for (var i = 0; i < Points; i++)
                {
                    // A lapse keeps each factor above 0.005: a hundred steps do not underflow.
                    var product = 1.0;
                    foreach (ref readonly var step in steps.AsSpan())
                    {
                        product *= step.At(slope * (step.LogLoad - logs[i]), deviation);
                    }

                    weights[i] += product;
                }
            }
        }

        var cumulated = new double[Points];
        for (var i = 1; i < Points; i++)
        {
            cumulated[i] = cumulated[i - 1] + ((weights[i - 1] + weights[i]) / 2);
        }

        return new LoadPosterior(logs, [.. cumulated.Select(value => value / cumulated[^1])]);
    }
}
