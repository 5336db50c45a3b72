using LoadLab.Engine.SelfTest;

namespace LoadLab.Cli.Documents;

/// <summary>The rows of the self-test.</summary>
internal sealed record SelfTestDocument(int SchemaVersion, bool Passed, int FailedRows, IReadOnlyList<SelfTestDocument.RowPart> Rows)
{
    public static SelfTestDocument Of(IReadOnlyList<SelfTestRow> rows) => new(1, rows.All(row => row.Passed), rows.Count(row => !row.Passed), [.. rows.Select(RowPart.Of)]);

    internal sealed record RowPart(
        string Case, string Model, string Figure, string Unit, double Expected, double Measured, double Allowed, double? ErrorRatio, bool Ok, int Attempts)
    {
        public static RowPart Of(SelfTestRow row) => new(
            row.Case, row.Model, row.Figure, row.Unit, row.Expected, row.Measured, row.Allowed, JsonText.Finite(row.ErrorRatio), row.Passed, row.Attempts);
    }
}
