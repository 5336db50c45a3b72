using LoadLab.Core.Statistics;

namespace LoadLab.Core.Comparison;

/// <summary>What a shift means.</summary>
public enum ShiftVerdict
{
    /// <summary>Worse by more than the margin: the whole interval is.</summary>
    Regressed,

    /// <summary>Better by more than the margin: the whole interval is.</summary>
    Improved,

    /// <summary>Within the margin: the whole interval is.</summary>
    Equivalent,

    /// <summary>The data do not say.</summary>
    Inconclusive,
}

/// <summary>One figure of two sides.</summary>
/// <param name="Step">Where it stands.</param>
/// <param name="Kind">Which figure.</param>
/// <param name="Before">Value of the first side, in the kind's unit: the median of its runs. NaN when it has none.</param>
/// <param name="After">The same of the second side.</param>
/// <param name="Shift">From before to after with its 95 % interval; a part of the value before (0.2 is +20 %), for error ratios a difference.</param>
/// <param name="Margin">Smallest shift that matters, in the shift's unit.</param>
/// <param name="Verdict">What it means.</param>
/// <param name="Reason">One sentence: why.</param>
public sealed record ComparedFigure(
    StepKey Step, FigureKind Kind, double Before, double After, Interval Shift, double Margin, ShiftVerdict Verdict, string Reason);

/// <summary>Two runs, or two sets of runs, against each other.</summary>
public sealed record RunComparison
{
    /// <summary>Share of the claims "regressed" or "improved" that may be false; when nothing differs, the chance of any such claim.</summary>
    public const double FalseClaimRate = 0.05;

    /// <summary>The suite of all of them.</summary>
    public required string Suite { get; init; }

    /// <summary>The first side.</summary>
    public required IReadOnlyList<string> Before { get; init; }

    /// <summary>The second side.</summary>
    public required IReadOnlyList<string> After { get; init; }

    /// <summary>How the intervals were found, in one sentence.</summary>
    public required string Method { get; init; }

    /// <summary>The margin.</summary>
    public required ComparisonMargin Margin { get; init; }

    /// <summary>Facts that are not the same on both sides, those that matter first.</summary>
    public required IReadOnlyList<FingerprintDifference> Differences { get; init; }

    /// <summary>What was compared of a stack that LoadLab did not start, and what is not known; null when it started all of them.</summary>
    public ComparedFacts? Facts { get; init; }

    /// <summary>The figures, by phase and step.</summary>
    public required IReadOnlyList<ComparedFigure> Figures { get; init; }

    /// <summary>The scenarios' own metrics and checks, side by side and without a test; empty when neither side has any.</summary>
    public IReadOnlyList<ComparedMetric> Metrics { get; init; } = [];

    /// <summary>The faults of any of the runs, side by side and without a test; empty when none has one.</summary>
    public IReadOnlyList<ComparedFault> Faults { get; init; } = [];

    /// <summary>What a reader should know beside the figures.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The calibration that widened the intervals of two single runs; null when none did.</summary>
    public NoiseCalibration? Noise { get; init; }

    /// <summary>Regressed when any figure has, then inconclusive, improved, equivalent.</summary>
    public ShiftVerdict Verdict =>
        Figures.Any(figure => figure.Verdict == ShiftVerdict.Regressed) ? ShiftVerdict.Regressed
        : Figures.Any(figure => figure.Verdict == ShiftVerdict.Improved) ? ShiftVerdict.Improved
        : Figures.Any(figure => figure.Verdict == ShiftVerdict.Inconclusive) ? ShiftVerdict.Inconclusive
        : ShiftVerdict.Equivalent;

    /// <summary>98 when a figure has regressed, else 0.</summary>
    public ExitCode ExitCode => Verdict == ShiftVerdict.Regressed ? ExitCode.Regression : ExitCode.Ok;
}
