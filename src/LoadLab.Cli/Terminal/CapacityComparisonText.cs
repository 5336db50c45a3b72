using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Comparison;
using LoadLab.Core.Statistics;
using LoadLab.Reporting.Figures;

namespace LoadLab.Cli.Terminal;

/// <summary>A comparison of capacity searches as lines for people. Pure.</summary>
internal static class CapacityComparisonText
{
    public static IEnumerable<string> Lines(CapacityComparison comparison)
    {
        yield return $"Suite {comparison.Suite}, capacity searches";
        yield return $"  before  {string.Join(", ", comparison.Before)}";
        yield return $"  after   {string.Join(", ", comparison.After)}";
        yield return "";
        if (comparison.Differences.Count == 0)
        {
            yield return "What LoadLab knows of machine, stack and settings is the same on both sides.";
        }

        foreach (var fact in comparison.Differences)
        {
            yield return $"  {(fact.Matters ? "!" : " ")} {fact.Key}: {Values(fact.Before)} -> {Values(fact.After)}";
        }

        yield return "";
        foreach (var shift in comparison.Shifts)
        {
            yield return Line(shift);
        }

        foreach (var note in comparison.Notes)
        {
            yield return note;
        }

        yield return "";
        yield return string.Create(CultureInfo.InvariantCulture, $"{ShiftWords.Verdict(comparison.Verdict).ToUpperInvariant()}. A shift matters from {comparison.Margin * 100:0.##} % on.");
    }

    /// <summary><c>capacity 431 -> 512/s, +19 %, 95 % CI +14 to +23 %: improved</c>.</summary>
    public static string Line(CapacityShift shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        var estimate = double.IsFinite(shift.Shift.Estimate) ? $"{CapacityFigure.Percent(shift.Shift).Estimate} %, " : "";
        return $"capacity {CapacityFigure.Held(shift.Model, shift.Before)} -> {CapacityFigure.Held(shift.Model, shift.After)}, {estimate}95 % CI {Range(shift.Shift)}: {ShiftWords.Verdict(shift.Verdict)}";
    }

    private static string Range(Interval shift) => (double.IsFinite(shift.Low) && shift.Low > -1, double.IsFinite(shift.High), CapacityFigure.Percent(shift)) switch
    {
        (true, true, var text) => $"{text.Low} to {text.High} %",
        (true, false, var text) => $"at least {text.Low} %",
        (false, true, var text) => $"at most {text.High} %",
        (false, false, _) => "unknown",
    };

    private static string Values(IReadOnlyList<string> values) => string.Join(" | ", values.Select(value => value.Length == 0 ? "(none)" : value));
}
