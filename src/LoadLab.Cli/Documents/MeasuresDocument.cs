using LoadLab.Core.Measurement;

namespace LoadLab.Cli.Documents;

/// <summary>The measures that there are.</summary>
internal sealed record MeasuresDocument(int SchemaVersion, IReadOnlyList<MeasuresDocument.MeasurePart> Measures)
{
    internal sealed record MeasurePart(string Name, bool IsFamily, string Kind, string Unit, string Aggregation, string Better, string Meaning, string Stacks, string Absent)
    {
        public static MeasurePart Of(MeasureDeclaration measure, bool isFamily, string kind) => new(
            measure.Name,
            isFamily,
            kind,
            measure.Unit,
            measure.Aggregation.ToString().ToLowerInvariant(),
            measure.Better.ToString().ToLowerInvariant(),
            measure.Meaning,
            measure.Stacks,
            measure.Absence);
    }
}
