using System.Globalization;
using System.Text.Json.Serialization;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Documents;

/// <summary>The runs of a directory.</summary>
internal sealed record RunListDocument(int SchemaVersion, IReadOnlyList<RunListDocument.RunPart> Runs)
{
    public static RunListDocument Of(IReadOnlyList<RunSummary> runs) => new(1, [.. runs.Select(RunPart.Of)]);

    internal sealed record RunPart(
        string RunId, string Suite, string? StartedAt, string Outcome, string? Decision, string? Validity, bool Sealed, IReadOnlyDictionary<string, string> Labels, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CapacityPart>? Capacity)
    {
        public static RunPart Of(RunSummary run) => new(
            run.RunId,
            run.Suite,
            run.StartedAt?.ToString("O", CultureInfo.InvariantCulture),
            run.Outcome,
            run.Decision,
            run.Validity,
            run.IsSealed,
            run.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary(label => label.Key, label => label.Value),
            run.Capacity.Count == 0 ? null : [.. run.Capacity.Select(CapacityPart.Of)]);
    }

    /// <summary>What a capacity search found, in 1/s or users.</summary>
    internal sealed record CapacityPart(string Model, string Status, double? Load, double? Low, double? High)
    {
        public static CapacityPart Of(RunCapacity capacity) => new(
            VerbWords.Of(capacity.Model), VerbWords.Of(capacity.Status), capacity.Load, capacity.Low, capacity.High);
    }
}
