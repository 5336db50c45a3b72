using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
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
        var estimate = double.IsFinite(shift.Shift.Estimate) ? $"{Percent(shift.Shift.Estimate)} %, " : "";
        return $"capacity {Held(shift.Before, shift.Model)} -> {Held(shift.After, shift.Model)}, {estimate}95 % CI {Range(shift.Shift)}: {ShiftWords.Verdict(shift.Verdict)}";
    }

    private static string Held(Interval held, CapacityModel model) =>
        double.IsInfinity(held.High) ? $"at least {CapacityText.Load(model, held.Low)}"
        : held.Low <= 0 ? $"less than {CapacityText.Load(model, held.High)}"
        : CapacityText.Load(model, held.Estimate);

    private static string Range(Interval shift) => (double.IsFinite(shift.Low) && shift.Low > -1, double.IsFinite(shift.High)) switch
    {
        (true, true) => $"{Percent(shift.Low)} to {Percent(shift.High)} %",
        (true, _) => $"at least {Percent(shift.Low)} %",
        (_, true) => $"at most {Percent(shift.High)} %",
        _ => "unknown",
    };

    private static string Percent(double ratio) => (ratio * 100).ToString("+#,0.#;-#,0.#;0", CultureInfo.InvariantCulture);

    private static string Values(IReadOnlyList<string> values) => string.Join(" | ", values.Select(value => value.Length == 0 ? "(none)" : value));
}
