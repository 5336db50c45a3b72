using System.Globalization;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Documents;

/// <summary>The runs of a directory.</summary>
internal sealed record RunListDocument(int SchemaVersion, IReadOnlyList<RunListDocument.RunPart> Runs)
{
    public static RunListDocument Of(IReadOnlyList<RunSummary> runs) => new(1, [.. runs.Select(RunPart.Of)]);

    internal sealed record RunPart(
        string RunId, string Suite, string? StartedAt, string Outcome, string? Decision, string? Validity, bool Sealed, IReadOnlyDictionary<string, string> Labels)
    {
        public static RunPart Of(RunSummary run) => new(
            run.RunId,
            run.Suite,
            run.StartedAt?.ToString("O", CultureInfo.InvariantCulture),
            run.Outcome,
            run.Decision,
            run.Validity,
            run.IsSealed,
            run.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary(label => label.Key, label => label.Value));
    }
}
