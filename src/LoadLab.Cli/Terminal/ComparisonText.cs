using System.Globalization;
using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Cli.Terminal;

/// <summary>A comparison as lines for people: what differs beside the figures first, then the figures, then the whole. Pure.</summary>
internal static class ComparisonText
{
    /// <summary>Figures of metrics that are shown without --all.</summary>
    private const int MostMetrics = 12;

    /// <summary>The lines.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="all">Every figure; else those of whole phases and those that moved.</param>
    public static IEnumerable<string> Lines(RunComparison comparison, bool all)
    {
        yield return $"Suite {comparison.Suite}";
        yield return Side("before", comparison.Before);
        yield return Side("after ", comparison.After);
        yield return "";
        foreach (var line in Differences(comparison.Differences, comparison.Facts).Concat(Facts(comparison.Facts)))
        {
            yield return line;
        }

        yield return "";
        var shown = comparison.Figures.Where(figure => all || IsNews(figure)).ToList();
        foreach (var line in Table(shown))
        {
            yield return line;
        }

        var hidden = comparison.Figures.Except(shown).ToList();
        if (hidden.Count > 0)
        {
            var equivalent = hidden.Count(figure => figure.Verdict == ShiftVerdict.Equivalent);
            yield return $"{hidden.Count} more of single steps: {equivalent} equivalent, {hidden.Count - equivalent} inconclusive. Show them with --all";
        }

        foreach (var line in Metrics(comparison.Metrics, all).Concat(Faults(comparison.Faults)))
        {
            yield return line;
        }

        yield return "";
        yield return comparison.Method + " " + Margin(comparison.Margin);
        foreach (var note in comparison.Notes)
        {
            yield return note;
        }

        yield return "";
        yield return Whole(comparison);
    }

    private static bool IsNews(ComparedFigure figure) =>
        figure.Step.Scenario == PhaseSummary.AllScenarios || figure.Verdict is ShiftVerdict.Regressed or ShiftVerdict.Improved;

    private static string Side(string name, IReadOnlyList<string> runs) =>
        runs.Count <= 3 ? $"  {name}  {string.Join(", ", runs)}" : $"  {name}  {runs.Count} runs, {runs[0]} to {runs[^1]}";

    private static IEnumerable<string> Facts(ComparedFacts? facts)
    {
        if (facts is not null)
        {
            yield return facts.Compared.Count == 0 ? "  compared:  nothing."
                : string.Create(CultureInfo.InvariantCulture, $"  compared:  {string.Join("; ", facts.Compared)}. Sizes within {FingerprintDifference.SizeTolerance * 100:0} % are the same.");
            yield return $"  not known: {string.Join("; ", facts.NotKnown)}.";
        }
    }

    private static IEnumerable<string> Differences(IReadOnlyList<FingerprintDifference> differences, ComparedFacts? facts)
    {
        if (differences.Count == 0)
        {
            yield return facts is null ? "Machine, stack and settings are the same on both sides."
                : facts.Compared.Count == 0 ? "Nothing is known of the machine, the stack and its settings, so that they could be compared:"
                : "What could be compared is the same on both sides. The stack is not LoadLab's, and not all of it is known:";
            yield break;
        }

        yield return differences.Any(fact => fact.Matters)
            ? "NOT THE SAME on both sides; '!' alone may explain a shift:"
            : "Not the same on both sides:";
        foreach (var fact in differences)
        {
            yield return $"  {(fact.Matters ? "!" : " ")} {fact.Key}: {Values(fact.Before)} -> {Values(fact.After)}";
        }
    }

    private static string Values(IReadOnlyList<string> values) => string.Join(" | ", values.Select(value => value.Length == 0 ? "(none)" : value));

    private static IEnumerable<string> Table(List<ComparedFigure> figures)
    {
        var rows = new List<string[]> { new[] { "VERDICT", "WHERE", "FIGURE", "BEFORE", "AFTER", "SHIFT", "95 % INTERVAL", "MARGIN" } };
        rows.AddRange(figures.Select(figure => new[]
        {
            ShiftWords.Verdict(figure.Verdict),
            figure.Step.ToString(),
            ShiftWords.Kind(figure.Kind),
            ShiftWords.Value(figure.Before, figure.Kind),
            ShiftWords.Value(figure.After, figure.Kind),
            ShiftWords.Shift(figure.Shift.Estimate, figure.Kind),
            ShiftWords.Range(figure.Shift, figure.Kind),
            ShiftWords.Shift(figure.Margin, figure.Kind).TrimStart('+'),
        }));
        return ColumnText.Lines(rows, 3, 4, 5, 6, 7);
    }

    /// <summary>Metrics and checks of the scenarios: those that changed most first.</summary>
    private static IEnumerable<string> Metrics(IReadOnlyList<ComparedMetric> metrics, bool all)
    {
        if (metrics.Count == 0)
        {
            yield break;
        }

        var shown = all ? metrics : [.. metrics.OrderByDescending(metric => Math.Abs(metric.Change ?? double.PositiveInfinity)).Take(MostMetrics)];
        var rows = new List<string[]> { new[] { "METRIC", "FIGURE", "BEFORE", "AFTER", "CHANGE" } };
        rows.AddRange(shown.Select(metric => new[] { metric.Measure, metric.Figure, Value(metric.Before, metric.Unit), Value(metric.After, metric.Unit), Change(metric) }));
        yield return "";
        yield return "Metrics and checks of the scenarios, side by side. They are not tested and no part of the verdict; a row of the catalogue judges them.";
        foreach (var line in ColumnText.Lines(rows, 2, 3, 4))
        {
            yield return line;
        }

        if (shown.Count < metrics.Count)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{metrics.Count - shown.Count:#,0} more. Show them with --all");
        }
    }

    private static IEnumerable<string> Faults(IReadOnlyList<ComparedFault> faults)
    {
        if (faults.Count == 0)
        {
            yield break;
        }

        var rows = new List<string[]> { new[] { "FAULT", "BEFORE", "AFTER", "CHANGE", "MENDED BEFORE", "MENDED AFTER" } };
        rows.AddRange(faults.Select(fault => new[]
        {
            fault.Fault, Lasted(fault.BeforeSeconds), Lasted(fault.AfterSeconds),
            fault is { BeforeSeconds: { } before, AfterSeconds: { } after } ? string.Create(CultureInfo.InvariantCulture, $"{after - before:+0.0;-0.0;0} s") : Units.None,
            fault.Before, fault.After,
        }));
        yield return "";
        yield return "Faults, from the fault until the target was as before. They are not tested and no part of the verdict.";
        foreach (var line in ColumnText.Lines(rows, 1, 2, 3))
        {
            yield return line;
        }
    }

    private static string Lasted(double? seconds) => seconds is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) + " s" : Units.None;

    private static string Value(double? value, string unit) => value is { } known ? Units.Value(known, unit == "value" ? "" : unit) : Units.None;

    private static string Change(ComparedMetric metric) => metric.Change is not { } change ? Units.None
        : string.Create(CultureInfo.InvariantCulture, $"{change * 100:+0.#;-0.#;0} {(metric.Unit == "ratio" ? "points" : "%")}");

    private static string Margin(ComparisonMargin margin) => string.Create(CultureInfo.InvariantCulture,
        $"A shift matters from {margin.Relative * 100:0.##} % on (times: at least {margin.FloorMs:0.##} ms; errors: {margin.ErrorRatio * 100:0.##} points).");

    private static string Whole(RunComparison comparison)
    {
        int Count(ShiftVerdict verdict) => comparison.Figures.Count(figure => figure.Verdict == verdict);
        return $"{ShiftWords.Verdict(comparison.Verdict).ToUpperInvariant()}: of {comparison.Figures.Count} figures {Count(ShiftVerdict.Regressed)} regressed, "
            + $"{Count(ShiftVerdict.Improved)} improved, {Count(ShiftVerdict.Equivalent)} equivalent, {Count(ShiftVerdict.Inconclusive)} inconclusive.";
    }
}
