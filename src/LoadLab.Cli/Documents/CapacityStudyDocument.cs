using System.Text.Json.Serialization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Statistics;

namespace LoadLab.Cli.Documents;

/// <summary>What a change of settings buys: the capacity of each variant. Loads are in 1/s or users; gains are parts of the variant before; null is not known.</summary>
internal sealed record CapacityStudyDocument(int SchemaVersion, string Suite, IReadOnlyList<CapacityStudyDocument.StudyPart> Models)
{
    public static CapacityStudyDocument Of(string suite, IReadOnlyList<CapacityVariant> variants) => new(
        1,
        suite,
        [.. variants.SelectMany(variant => variant.Answers).Select(answer => answer.Model).Distinct().Order().Select(model => StudyPart.Of(model, CapacityStudy.Rows(variants, model)))]);

    internal sealed record StudyPart(string Model, IReadOnlyList<VariantPart> Variants, string? StopsHelpingAt, string? TakesOverAt, IReadOnlyList<LinePart> Lines)
    {
        public static StudyPart Of(CapacityModel model, IReadOnlyList<StudyRow> rows) => new(
            VerbWords.Of(model), [.. rows.Select(VariantPart.Of)], CapacityStudy.StopsHelpingAt(rows)?.Variant.Name, CapacityStudy.TakesOverAt(rows)?.Row.Variant.Name, [.. CapacityStudy.Lines(rows).Select(LinePart.Of)]);
    }

    /// <summary>Along one key, with the others held: a grid has several.</summary>
    internal sealed record LinePart(string Key, string With, string? StopsHelpingAt, string? TakesOverAt)
    {
        public static LinePart Of(StudyLine line) => new(line.Key, line.With, CapacityStudy.StopsHelpingAt(line.Rows)?.Variant.Name, CapacityStudy.TakesOverAt(line.Rows)?.Row.Variant.Name);
    }

    internal sealed record VariantPart(
        string Variant,
        IReadOnlyDictionary<string, string> Settings,
        string RunId,
        string Status,
        double? Load,
        double? Low,
        double? High,
        string? Before,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GainPart? Gain,
        string? BusiestResource,
        double? BusiestRatio,
        string Reason)
    {
        public static VariantPart Of(StudyRow row) => new(
            row.Variant.Name,
            row.Variant.Settings.ToDictionary(setting => setting.Key, setting => setting.Value),
            row.Variant.RunId,
            VerbWords.Of(row.Answer.Status),
            row.Answer.Load,
            row.Answer.Low,
            row.Answer.High,
            row.Before?.Name,
            row.Gain is { } gain ? GainPart.Of(gain) : null,
            row.Busiest?.Name,
            row.Busiest?.BusyRatio,
            row.Answer.Reason);
    }

    internal sealed record GainPart(double? Estimate, double? Low, double? High)
    {
        public static GainPart Of(Interval gain) => new(JsonText.Finite(gain.Estimate), JsonText.Finite(gain.Low), JsonText.Finite(gain.High));
    }
}
