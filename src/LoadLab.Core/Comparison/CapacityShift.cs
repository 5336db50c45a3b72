using LoadLab.Core.Capacity;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Comparison;

/// <summary>What became of the capacity in one model.</summary>
/// <param name="Model">What was raised.</param>
/// <param name="Before">The load that was held, with its 95 % interval; open at an end that no search reached.</param>
/// <param name="After">The same now.</param>
/// <param name="Shift">From before to after as a part of before, with its 95 % interval: 0.2 is +20 %. Its estimate is not a number where a side has only a bound.</param>
/// <param name="Verdict">What it means: more is better.</param>
public sealed record CapacityShift(CapacityModel Model, Interval Before, Interval After, Interval Shift, ShiftVerdict Verdict);

/// <summary>Capacity searches against each other.</summary>
public sealed record CapacityComparison
{
    /// <summary>The suite of all of them.</summary>
    public required string Suite { get; init; }

    /// <summary>The first side.</summary>
    public required IReadOnlyList<string> Before { get; init; }

    /// <summary>The second side.</summary>
    public required IReadOnlyList<string> After { get; init; }

    /// <summary>Smallest shift that matters, as a part of before.</summary>
    public required double Margin { get; init; }

    /// <summary>Facts that are not the same on both sides, those that matter first.</summary>
    public required IReadOnlyList<FingerprintDifference> Differences { get; init; }

    /// <summary>One for each model that both sides searched in.</summary>
    public required IReadOnlyList<CapacityShift> Shifts { get; init; }

    /// <summary>What a reader should know beside them.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Regressed when any has, then inconclusive, improved, equivalent.</summary>
    public ShiftVerdict Verdict => Shifts.Select(shift => shift.Verdict).OrderBy(verdict => verdict switch
    {
        ShiftVerdict.Regressed => 0,
        ShiftVerdict.Inconclusive => 1,
        ShiftVerdict.Improved => 2,
        ShiftVerdict.Equivalent => 3,
        _ => throw new System.Diagnostics.UnreachableException($"{verdict} has no place."),
    }).FirstOrDefault(ShiftVerdict.Inconclusive);

    /// <summary>98 when a capacity has regressed, else 0.</summary>
    public ExitCode ExitCode => Verdict == ShiftVerdict.Regressed ? ExitCode.Regression : ExitCode.Ok;
}
