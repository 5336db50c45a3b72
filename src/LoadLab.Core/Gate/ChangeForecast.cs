using LoadLab.Core.Comparison;

namespace LoadLab.Core.Gate;

/// <summary>Which changes a gate against a baseline will see, before it runs.</summary>
/// <param name="Baseline">The baseline, in the words of the command line.</param>
/// <param name="Runs">Its runs.</param>
/// <param name="Margin">Smallest shift that matters.</param>
/// <param name="Figures">Percentiles of each phase as a whole.</param>
/// <param name="Notes">What a reader should know beside them.</param>
public sealed record ChangeForecast(string Baseline, IReadOnlyList<string> Runs, ComparisonMargin Margin, IReadOnlyList<FigureForecast> Figures, IReadOnlyList<string> Notes)
{
    /// <summary>The changes that are asked about, as parts of the value before.</summary>
    public static IReadOnlyList<double> Asked { get; } = [0.05, 0.1, 0.2];
}

/// <summary>One figure of one phase.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Kind">The figure.</param>
/// <param name="Value">Median of the baseline's runs, in ms.</param>
/// <param name="Margin">Smallest change that matters, as a part of it.</param>
/// <param name="Planned">Length of the measured part.</param>
/// <param name="Smallest">Smallest change that a run of that length shows in four of five cases.</param>
/// <param name="SmallestEver">The same of a run of any length: what varies from run to run stays.</param>
/// <param name="Changes">One for each of <see cref="ChangeForecast.Asked"/>.</param>
public sealed record FigureForecast(
    string Phase, FigureKind Kind, double Value, double Margin, TimeSpan Planned, double Smallest, double SmallestEver, IReadOnlyList<ChangeNeed> Changes);

/// <summary>What it takes to see a change.</summary>
/// <param name="Change">The change, as a part of the value before.</param>
/// <param name="IsWithinMargin">True when it is no larger than the margin: a gate calls it no regression, however sure it is.</param>
/// <param name="Hold">How long a phase must be measured, in the baseline's runs and in the new one; null when no length suffices.</param>
/// <param name="RunsEach">Where no length suffices: runs of the planned length on each side; null when not even 50 do.</param>
public sealed record ChangeNeed(double Change, bool IsWithinMargin, TimeSpan? Hold, int? RunsEach);
