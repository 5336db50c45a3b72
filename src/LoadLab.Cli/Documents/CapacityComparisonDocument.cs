using LoadLab.Core.Comparison;
using LoadLab.Core.Statistics;
using LoadLab.Reporting.Figures;

namespace LoadLab.Cli.Documents;

/// <summary>A comparison of capacity searches. Loads are in 1/s or users, shifts are parts of the capacity before; null is no bound.</summary>
internal sealed record CapacityComparisonDocument(
    int SchemaVersion,
    string Suite,
    IReadOnlyList<string> Before,
    IReadOnlyList<string> After,
    string Verdict,
    int ExitCode,
    double MarginRatio,
    IReadOnlyList<FingerprintDifference> Differences,
    IReadOnlyList<CapacityComparisonDocument.ShiftPart> Capacity,
    IReadOnlyList<string> Notes)
{
    public static CapacityComparisonDocument Of(CapacityComparison comparison) => new(
        1,
        comparison.Suite,
        comparison.Before,
        comparison.After,
        ShiftWords.Verdict(comparison.Verdict),
        (int)comparison.ExitCode,
        comparison.Margin,
        comparison.Differences,
        [.. comparison.Shifts.Select(shift => new ShiftPart(VerbWords.Of(shift.Model), ShiftWords.Verdict(shift.Verdict), LoadPart.Of(shift.Before), LoadPart.Of(shift.After), LoadPart.Of(shift.Shift)))],
        comparison.Notes);

    internal sealed record ShiftPart(string Model, string Verdict, LoadPart Before, LoadPart After, LoadPart Shift);

    internal sealed record LoadPart(double? Estimate, double? Low, double? High)
    {
        public static LoadPart Of(Interval value) => new(JsonText.Finite(value.Estimate), JsonText.Finite(value.Low), JsonText.Finite(value.High));
    }
}
