using LoadLab.Core.Comparison;
using LoadLab.Core.Gate;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>What a gate found against its baseline, for the reports of its run.</summary>
internal static class GateTable
{
    public static readonly string[] Columns = ["Verdict", "Figure", ">Before", ">Now", ">Shift", ">95 % interval", "Why"];

    /// <summary><c>Against baseline smoke</c>.</summary>
    public static string Title(GateResult gate) => $"Against baseline {gate.Baseline}";

    /// <summary>The gate's decision with its reason, and what the SLOs say without the baseline.</summary>
    public static IReadOnlyList<string> Why(GateResult gate) => [gate.Line, $"By its SLOs alone the run is {RunStory.Decision(gate.Evaluation.Decision)}."];

    /// <summary>What stands in the way beside the figures: why there is no comparison, and what was not the same on both sides.</summary>
    public static IReadOnlyList<string> Notes(GateResult gate)
    {
        var facts = (gate.Comparison?.Differences ?? []).Where(fact => fact.Matters).Select(fact => $"{fact.Key}: {FingerprintDifference.Text(fact.Before)} → {FingerprintDifference.Text(fact.After)}").ToList();
        return
        [
            .. gate.NotCompared.Select(fault => $"Not compared: {fault}"),
            .. facts.Count > 0 ? [$"Not the same on both sides, and may alone explain a shift: {string.Join("; ", facts)}."] : Array.Empty<string>(),
        ];
    }

    /// <summary>The figures that became worse or better; all others are counted by <see cref="Others"/>.</summary>
    public static IReadOnlyList<ComparedFigure> Moved(GateResult gate) =>
        [.. Figures(gate).Where(figure => figure.Verdict is ShiftVerdict.Regressed or ShiftVerdict.Improved).OrderBy(figure => figure.Verdict != ShiftVerdict.Regressed)];

    /// <summary><c>12 figures were compared with RUN: 3 worse, 1 better, 6 the same within the margin, 2 not decided.</c>; empty without a comparison.</summary>
    public static string Others(GateResult gate)
    {
        var figures = Figures(gate);
        int Count(ShiftVerdict verdict) => figures.Count(figure => figure.Verdict == verdict);
        return figures.Count == 0
            ? ""
            : $"{Units.Count(figures.Count)} figures were compared with {gate.BaselineRuns}: {Units.Count(Count(ShiftVerdict.Regressed))} worse, {Units.Count(Count(ShiftVerdict.Improved))} better, "
                + $"{Units.Count(Count(ShiftVerdict.Equivalent))} the same within the margin, {Units.Count(Count(ShiftVerdict.Inconclusive))} not decided.";
    }

    /// <summary>A row of <see cref="Columns"/>.</summary>
    public static string[] Row(ComparedFigure figure) =>
    [
        ShiftWords.Verdict(figure.Verdict),
        $"{figure.Step} {ShiftWords.Kind(figure.Kind)}",
        ShiftWords.Value(figure.Before, figure.Kind),
        ShiftWords.Value(figure.After, figure.Kind),
        ShiftWords.Shift(figure.Shift.Estimate, figure.Kind),
        ShiftWords.Range(figure.Shift, figure.Kind),
        figure.Reason,
    ];

    private static IReadOnlyList<ComparedFigure> Figures(GateResult gate) => gate.Comparison?.Figures ?? [];
}
