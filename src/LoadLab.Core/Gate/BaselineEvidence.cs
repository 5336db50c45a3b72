using LoadLab.Core.Comparison;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Core.Gate;

/// <summary>What a comparison with a baseline says on the condition that nothing has become worse.</summary>
internal static class BaselineEvidence
{
    private const int MostNames = 3;

    public static RegressionEvidence Of(GateResult gate)
    {
        IReadOnlyList<string> baseline = gate.Comparison?.Before ?? [gate.Baseline];
        return gate.Comparison is not { } comparison ? new(baseline, ConditionState.NotKnown, $"the run could not be compared with baseline '{gate.Baseline}': {gate.NotCompared[0]}")
            : comparison.Verdict == ShiftVerdict.Regressed ? new(baseline, ConditionState.DoesNotHold, $"worse than baseline '{gate.Baseline}': {Regressed(comparison)}.")
            : !IsDecided(comparison) ? new(baseline, ConditionState.NotKnown, $"{Undecided(comparison)} could be decided against baseline '{gate.Baseline}'.")
            : new(baseline, ConditionState.Holds, $"nothing is shown to be worse than baseline '{gate.Baseline}'{OpenCount(comparison)}.");
    }

    /// <summary>The figures that have become worse, those over all requests first.</summary>
    public static string Regressed(RunComparison comparison) => Names(comparison.Figures
        .Where(figure => figure.Verdict == ShiftVerdict.Regressed)
        .OrderByDescending(figure => figure.Step.Scenario == PhaseSummary.AllScenarios)
        .Select(figure => $"{figure.Step} {figure.Kind.Word()}"));

    /// <summary><c>no figure of …</c>, with the phases of which nothing could be decided.</summary>
    public static string Undecided(RunComparison comparison) => $"no figure of {(OpenPhases(comparison) is { Count: > 0 } phases ? Names(phases) : "the run")}";

    /// <summary>How many figures could not be decided, in brackets; empty when all were.</summary>
    public static string OpenCount(RunComparison comparison)
    {
        var open = comparison.Figures.Count(figure => figure.Verdict == ShiftVerdict.Inconclusive);
        return open == 0 ? "" : $" ({open} of {comparison.Figures.Count} figures could not be decided)";
    }

    /// <summary>The first few names, and how many more there are.</summary>
    public static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNames)) + (all.Count > MostNames ? $" and {all.Count - MostNames} more" : "");
    }

    /// <summary>Each phase needs a figure over all its requests that could be decided: else nothing at all is known of it.</summary>
    private static bool IsDecided(RunComparison comparison) => comparison.Figures.Count > 0 && OpenPhases(comparison).Count == 0;

    private static List<string> OpenPhases(RunComparison comparison) => [.. comparison.Figures.GroupBy(figure => figure.Step.Phase)
        .Where(phase => phase.Where(figure => figure.Step.Scenario == PhaseSummary.AllScenarios).All(figure => figure.Verdict == ShiftVerdict.Inconclusive))
        .Select(phase => phase.Key)];
}
