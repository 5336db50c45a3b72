namespace LoadLab.Core.Capacity.Search;

/// <summary>
/// Finds the highest load that holds from steps that are uncertain: a pure function from the steps so far to the next one, without a clock or a state, so that a
/// stored search can be read again.
/// <para>
/// RFC 2544 (26.1) bisects as if each trial were the truth; one unlucky trial sends it to a wrong half for good. The search of TRex for the rate without drops does
/// the same within a tolerance. MLRsearch (RFC 9971) repeats trials until enough of them agree, doubles the width outside what it knows and halves inside, and so
/// spends most of its time on verdicts far from the answer. Here a trial costs a settling time and a hold, and tells more than a bit: by how many
/// standard errors the worst row misses its limit. So the narrowing is a probabilistic bisection (Horstein 1963; Waeber, Frazier and Henderson 2013, "Bisection search
/// with noisy responses"): each step multiplies a distribution over the capacity, and the next is made where it is most in doubt. How much a step is worth is not known
/// beforehand and is learned with it from the same steps (Rodriguez and Ludkovski 2017, "Generalized probabilistic bisection for stochastic root finding"): see
/// <see cref="LoadPosterior"/>. From MLRsearch come the doubling before the first break and that no end of the range is decided by a single step.
/// </para>
/// </summary>
public static class CapacitySearch
{
    /// <summary>Probability on each side of the 95 % interval.</summary>
    private const double Tail = 0.025;

    /// <summary>Steps that tell of the neighbourhood of the answer before it counts: with fewer, the slope is the prior's.</summary>
    private const int FewestNear = 5;

    /// <summary>Ratio of the interval's ends above which halving tells most.</summary>
    private const double Wide = 1.3;

    /// <summary>Steps at one load in which the generator was at its limit, before that is the answer: two in a row make it a ceiling, the last one confirms it.</summary>
    private const int MostInvalid = 3;

    /// <summary>All such steps.</summary>
    private const int MostInvalidOfAll = 12;

    /// <summary>Nearer than this to what held, a ceiling leaves no room for another step.</summary>
    private const double NoRoom = 1.12;

    /// <summary>How near below a ceiling a step is made.</summary>
    private const double BelowCeiling = 0.97;

    /// <summary>Steps at an end of the range, before the search says that it cannot decide it.</summary>
    private const int MostAtAnEnd = 5;

    /// <summary>Steps in a row that may say nothing before the search gives up.</summary>
    private const int MostSilent = 3;

    // Off the middle by turns: points apart show how steep it is, points together do not (the quantile sampling of Rodriguez and Ludkovski).
    private static readonly double[] s_quantiles = [0.5, 0.1, 0.9];

    /// <summary>The next step, or how the search ended.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="evidence">The steps so far, in their order.</param>
    public static SearchMove Next(SearchOptions options, IReadOnlyList<StepEvidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(evidence);
        if (evidence.Count == 0)
        {
            return SearchMove.Try(options.Round(options.From), SearchStage.Grow);
        }

        var last = evidence[^1];
        if (evidence.Count >= options.MostSteps)
        {
            return SearchMove.Done(CapacityStatus.Open, FormattableString.Invariant($"{evidence.Count} steps did not narrow it down further."));
        }

        // A generator that was late once may have had a bad moment, and so may its machine; twice at one load, it is at its limit.
        var ceiling = GeneratorCeiling(evidence);
        if (last.Outcome == StepOutcome.Invalid && last.Load != ceiling && (evidence.Count < 2 || evidence[^2].Load != last.Load || evidence[^2].Outcome != StepOutcome.Invalid))
        {
            return SearchMove.Try(last.Load, SearchStage.Confirm);
        }

        if (last is { Outcome: StepOutcome.Undecided, Strength: null })
        {
            return evidence.Count >= MostSilent && evidence.TakeLast(MostSilent).All(step => step is { Outcome: StepOutcome.Undecided, Strength: null })
                ? SearchMove.Done(CapacityStatus.Open, FormattableString.Invariant($"{MostSilent} steps in a row could not decide their rows."))
                : SearchMove.Try(last.Load, SearchStage.Confirm);
        }

        var told = evidence.Where(IsTelling).ToList();
        if (evidence.Count(step => step.Outcome == StepOutcome.Invalid) >= MostInvalidOfAll)
        {
            return told.Any(IsBad) ? SearchMove.Done(CapacityStatus.Open, "The generator was at its limit too often to go on.") : SearchMove.Done(CapacityStatus.Invalid);
        }

        return !told.Any(IsBad) ? Grow(options, told, evidence, ceiling) : !told.Any(IsGood) ? Shrink(options, told) : Narrow(options, told, evidence.Count, ceiling);
    }

    /// <summary>The lowest load at which the generator was at its limit twice in a row, and no step since at that load or above showed otherwise; null when there is none.</summary>
    public static double? GeneratorCeiling(IReadOnlyList<StepEvidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        double? ceiling = null;
        for (var i = 0; i < evidence.Count; i++)
        {
            if (evidence[i].Outcome != StepOutcome.Invalid)
            {
                ceiling = evidence[i].Load >= ceiling ? null : ceiling;
            }
            else if (i > 0 && evidence[i - 1] is { Outcome: StepOutcome.Invalid } before && before.Load == evidence[i].Load)
            {
                ceiling = Math.Min(ceiling ?? double.PositiveInfinity, before.Load);
            }
        }

        return ceiling;
    }

    /// <summary>What the steps say, however the search ended. A bound is a load whose rows were decided: one that merely looked well holds nothing.</summary>
    /// <returns>The load, its interval; null where no step tells of it.</returns>
    public static (double? Load, double? Low, double? High) Estimate(SearchOptions options, IReadOnlyList<StepEvidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(evidence);
        var told = evidence.Where(IsTelling).ToList();
        if (!told.Any(IsBad))
        {
            return (null, told.Where(step => step.Outcome == StepOutcome.Holds).Select(step => (double?)step.Load).Max(), null);
        }

        if (!told.Any(IsGood))
        {
            return (null, null, told.Where(step => step.Outcome == StepOutcome.Breaks).Select(step => (double?)step.Load).Min());
        }

        var posterior = PosteriorOf(told);
        return (posterior.Quantile(0.5), posterior.Quantile(Tail), posterior.Quantile(1 - Tail));
    }

    /// <summary>Pairs of decided steps of which the higher load held and the lower one broke.</summary>
    public static IReadOnlyList<(StepEvidence Held, StepEvidence Broke)> Contradictions(IReadOnlyList<StepEvidence> evidence) =>
    [
        .. from held in evidence
        where held.Outcome == StepOutcome.Holds
        from broke in evidence
        where broke.Outcome == StepOutcome.Breaks && broke.Load < held.Load
        select (held, broke),
    ];

    private static bool IsTelling(StepEvidence step) => step.Outcome is StepOutcome.Holds or StepOutcome.Breaks || step is { Outcome: StepOutcome.Undecided, Strength: not null };

    private static bool IsBad(StepEvidence step) => step.Outcome == StepOutcome.Breaks || (step.Outcome == StepOutcome.Undecided && step.Strength > 0);

    private static bool IsGood(StepEvidence step) => step.Outcome == StepOutcome.Holds || (step.Outcome == StepOutcome.Undecided && step.Strength <= 0);

    private static SearchMove Grow(SearchOptions options, List<StepEvidence> told, IReadOnlyList<StepEvidence> evidence, double? generator)
    {
        if (told.Count == 0)
        {
            var lowest = evidence.Min(step => step.Load);
            var floor = options.Round(options.Floor ?? options.From);
            return lowest > floor ? SearchMove.Try(options.Round(Math.Max(floor, lowest / 2)), SearchStage.Shrink)
                : evidence.Count(step => step.Load <= floor && step.Outcome == StepOutcome.Invalid) >= MostInvalid ? SearchMove.Done(CapacityStatus.Invalid)
                : SearchMove.Try(floor, SearchStage.Confirm);
        }

        var highest = told.Max(step => step.Load);
        var ceiling = options.Round(options.To);
        if (generator is { } limit)
        {
            var between = options.Round(Math.Sqrt(highest * limit));
            return limit / highest > NoRoom && between > highest && between < limit ? SearchMove.Try(between, SearchStage.Grow)
                : evidence.Count(step => step.Load == limit && step.Outcome == StepOutcome.Invalid) >= MostInvalid ? SearchMove.Done(CapacityStatus.Invalid)
                : SearchMove.Try(limit, SearchStage.Confirm);
        }

        return highest < ceiling ? SearchMove.Try(options.Round(Math.Min(ceiling, highest * options.Growth)), SearchStage.Grow)
            : told.Count(step => step.Load >= ceiling && step.Outcome == StepOutcome.Holds) >= 2 ? SearchMove.Done(CapacityStatus.AtLeast)
            : told.Count(step => step.Load >= ceiling) < MostAtAnEnd ? SearchMove.Try(ceiling, SearchStage.Confirm)
            : SearchMove.Done(CapacityStatus.Open, FormattableString.Invariant($"{MostAtAnEnd} steps at the highest load that may be tried did not decide its rows."));
    }

    /// <summary>Ever larger leaps: what breaks at a half and at an eighth of a load may well break at any.</summary>
    private static SearchMove Shrink(SearchOptions options, List<StepEvidence> told)
    {
        var lowest = told.Min(step => step.Load);
        var floor = options.Round(options.Floor ?? options.From);
        return lowest > floor ? SearchMove.Try(options.Round(Math.Max(floor, lowest / Math.Pow(options.Growth, told.Count))), SearchStage.Shrink)
            : told.Count(step => step.Load <= floor && step.Outcome == StepOutcome.Breaks) >= 2 ? SearchMove.Done(CapacityStatus.LessThan)
            : told.Count(step => step.Load <= floor) < MostAtAnEnd ? SearchMove.Try(floor, SearchStage.Confirm)
            : SearchMove.Done(CapacityStatus.Open, FormattableString.Invariant($"{MostAtAnEnd} steps at the lowest load that may be tried did not decide its rows."));
    }

    private static SearchMove Narrow(SearchOptions options, List<StepEvidence> told, int steps, double? generator)
    {
        var posterior = PosteriorOf(told);
        var (middle, low, high) = (posterior.Quantile(0.5), posterior.Quantile(Tail), posterior.Quantile(1 - Tail));
        var near = told.Where(step => step.Load <= middle * LoadPosterior.Near && step.Load >= middle / LoadPosterior.Near).ToList();
        var isNarrow = high - low <= 2 * options.Precision * middle || (options.Model == CapacityModel.Users && high - low <= 1);
        if (isNarrow && near.Count >= FewestNear && StepLength.Missing(near) is null)
        {
            // The answer itself must have been looked at from below: an interval by extrapolation is none.
            return near.Any(step => step.Load <= middle && step.Load >= low / (1 + options.Precision) && step.Outcome != StepOutcome.Breaks)
                ? SearchMove.Done(CapacityStatus.Found)
                : SearchMove.Try(Within(options, Math.Max(low, posterior.Quantile(0.1))), SearchStage.Confirm);
        }

        var wide = high / low > Wide;
        var load = Within(options, posterior.Quantile(wide ? 0.5 : s_quantiles[steps % s_quantiles.Length]));
        return SearchMove.Try(load >= generator ? Within(options, generator.Value * BelowCeiling) : load, SearchStage.Narrow);
    }

    private static double Within(SearchOptions options, double load) => options.Round(Math.Clamp(load, options.Floor ?? options.From, options.To));

    private static LoadPosterior PosteriorOf(List<StepEvidence> told) =>
        LoadPosterior.Of(StepLength.Weighted(told), told.Min(step => step.Load) / 2, told.Max(step => step.Load) * 2);
}
