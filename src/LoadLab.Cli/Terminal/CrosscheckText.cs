using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Cli.Terminal;

/// <summary>Whether two drivers agree, as lines for people. Pure.</summary>
internal static class CrosscheckText
{
    /// <summary>The lines.</summary>
    /// <param name="agreement">What was found.</param>
    /// <param name="other">The other driver, with its version.</param>
    /// <param name="all">Every figure; else those of whole phases and those that differ.</param>
    public static IEnumerable<string> Lines(DriverAgreement agreement, string other, bool all)
    {
        var comparison = agreement.Comparison;
        yield return $"Suite {comparison.Suite}: LoadLab's engine, {comparison.Before.Count} run{(comparison.Before.Count == 1 ? "" : "s")}, and {other}, {comparison.After.Count} run{(comparison.After.Count == 1 ? "" : "s")}";
        yield return "";
        var shown = agreement.Figures.Where(figure => all || figure.Step.Scenario == PhaseSummary.AllScenarios || agreement.Disagreements.Contains(figure)).ToList();
        var rows = new List<string[]> { new[] { "AGREE", "WHERE", "FIGURE", "LOADLAB", "K6", "DIFFERENCE", "95 % INTERVAL", "MARGIN" } };
        rows.AddRange(shown.Select(figure => new[]
        {
            figure.Verdict switch { ShiftVerdict.Equivalent => "yes", ShiftVerdict.Inconclusive => "open", _ => "NO" },
            figure.Step.ToString(),
            ShiftWords.Kind(figure.Kind),
            ShiftWords.Value(figure.Before, figure.Kind),
            ShiftWords.Value(figure.After, figure.Kind),
            ShiftWords.Shift(figure.Shift.Estimate, figure.Kind),
            ShiftWords.Range(figure.Shift, figure.Kind),
            ShiftWords.Shift(figure.Margin, figure.Kind).TrimStart('+'),
        }));
        foreach (var line in ColumnText.Lines(rows, 3, 4, 5, 6, 7))
        {
            yield return line;
        }

        if (agreement.Figures.Count > shown.Count)
        {
            yield return $"{agreement.Figures.Count - shown.Count} more of single steps. Show them with --all";
        }

        yield return "";
        foreach (var note in agreement.OneSided.Select(step => "NOT THE SAME: " + step).Concat([comparison.Method, .. comparison.Notes]))
        {
            yield return note;
        }

        yield return "";
        yield return Whole(agreement, other);
    }

    private static string Whole(DriverAgreement agreement, string other) => agreement.ExitCode switch
    {
        ExitCode.Ok => $"AGREE: all {agreement.Figures.Count} figures of LoadLab's engine and {other} are the same within the margin.",
        ExitCode.InvalidRun => $"DISAGREE: {agreement.Disagreements.Count} of {agreement.Figures.Count} figures differ by more than the margin{(agreement.OneSided.Count > 0 ? $", and {Units.Counted(agreement.OneSided.Count, "step")} had only one of them" : "")}. The target was the same, so one of the drivers is wrong about it.",
        _ => $"INCONCLUSIVE: nothing differs for sure, and of {agreement.Open.Count} of {agreement.Figures.Count} figures the runs do not say that they are the same. Make more runs (-n), or longer ones.",
    };
}
