using System.Text.Json.Serialization;
using LoadLab.Core.Comparison;
using LoadLab.Reporting.Figures;

namespace LoadLab.Cli.Documents;

/// <summary>A comparison. Times are ms; shifts are parts of the value before, for error ratios differences; null is no bound.</summary>
internal sealed record ComparisonDocument(
    int SchemaVersion,
    string Suite,
    IReadOnlyList<string> Before,
    IReadOnlyList<string> After,
    string Verdict,
    int ExitCode,
    string Method,
    ComparisonDocument.MarginPart Margin,
    ComparisonDocument.NoisePart? Noise,
    IReadOnlyList<FingerprintDifference> Differences,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Compared,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? NotKnown,
    IReadOnlyList<ComparisonDocument.FigurePart> Figures,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ComparedMetric>? Metrics,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ComparedFault>? Faults,
    IReadOnlyList<string> Notes)
{
    public static ComparisonDocument Of(RunComparison comparison) => new(
        1,
        comparison.Suite,
        comparison.Before,
        comparison.After,
        ShiftWords.Verdict(comparison.Verdict),
        (int)comparison.ExitCode,
        comparison.Method,
        new MarginPart(comparison.Margin.Relative, comparison.Margin.FloorMs, comparison.Margin.ErrorRatio),
        comparison.Noise is { } noise ? new NoisePart(noise.CalibratedAt, noise.Runs) : null,
        comparison.Differences,
        comparison.Facts?.Compared,
        comparison.Facts?.NotKnown,
        [.. comparison.Figures.Select(FigurePart.Of)],
        comparison.Metrics.Count == 0 ? null : comparison.Metrics,
        comparison.Faults.Count == 0 ? null : comparison.Faults,
        comparison.Notes);

    internal sealed record MarginPart(double Relative, double FloorMs, double ErrorRatio);

    internal sealed record NoisePart(DateTimeOffset CalibratedAt, IReadOnlyList<string> Runs);

    internal sealed record FigurePart(
        string Phase, string Scenario, string Step, string Figure, string Unit, string Verdict, double? Before, double? After, double? Shift, double? Low, double? High, double? Margin, string Reason)
    {
        public static FigurePart Of(ComparedFigure figure) => new(
            figure.Step.Phase,
            figure.Step.Scenario,
            figure.Step.Step,
            figure.Kind.Word(),
            figure.Kind.Unit(),
            ShiftWords.Verdict(figure.Verdict),
            JsonText.Finite(figure.Before),
            JsonText.Finite(figure.After),
            JsonText.Finite(figure.Shift.Estimate),
            JsonText.Finite(figure.Shift.Low),
            JsonText.Finite(figure.Shift.High),
            JsonText.Finite(figure.Margin),
            figure.Reason);
    }
}
