using LoadLab.Core.Comparison;

namespace LoadLab.Cli.Documents;

/// <summary>Whether two drivers agree. Times are ms; shifts go from LoadLab's engine to the other driver.</summary>
internal sealed record CrosscheckDocument(
    int SchemaVersion,
    string Suite,
    string Verdict,
    int ExitCode,
    IReadOnlyList<string> Own,
    IReadOnlyList<string> Other,
    string OtherDriver,
    ComparisonDocument.MarginPart Margin,
    IReadOnlyList<ComparisonDocument.FigurePart> Figures,
    IReadOnlyList<string> OneSided,
    IReadOnlyList<string> Notes)
{
    public static CrosscheckDocument Of(DriverAgreement agreement, string otherDriver)
    {
        var comparison = agreement.Comparison;
        return new CrosscheckDocument(
            1,
            comparison.Suite,
            agreement.ExitCode switch { Core.ExitCode.Ok => "agree", Core.ExitCode.InvalidRun => "disagree", _ => "inconclusive" },
            (int)agreement.ExitCode,
            comparison.Before,
            comparison.After,
            otherDriver,
            new ComparisonDocument.MarginPart(comparison.Margin.Relative, comparison.Margin.FloorMs, comparison.Margin.ErrorRatio),
            [.. agreement.Figures.Select(ComparisonDocument.FigurePart.Of)],
            agreement.OneSided,
            comparison.Notes);
    }
}
