using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Store;

namespace LoadLab.Core.Production;

/// <summary>The stored form of an import: <c>imports/CATALOGUE/PERIOD.json</c>.</summary>
internal sealed record ImportDocument(
    int SchemaVersion,
    string Catalogue,
    string Period,
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset Until,
    double SliceSeconds,
    DateTimeOffset ImportedAt,
    string Source,
    IReadOnlyList<MaintenanceWindow> Maintenance,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<ImportRowDocument> Rows)
{
    /// <summary>What the file was sealed with; null in those of older versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SealDocument? Seal { get; init; }
}

/// <summary>A row: what was computed when it was imported, for people and scripts, and the slices that it comes from.</summary>
internal sealed record ImportRowDocument(
    string Id,
    string Says,
    string Counts,
    double? Percentile,
    IReadOnlyList<string> Queries,
    ImportFigures Figures,
    int Contradictions,
    IReadOnlyList<BucketSum> Buckets,
    SampleRuns Samples,
    string? Remark = null);

/// <summary>What was reached. A copy for readers of the file: LoadLab computes it again from the samples.</summary>
internal sealed record ImportFigures(
    string Verdict,
    double? Attained,
    [property: JsonPropertyName("surely")] double? LowerBound,
    [property: JsonPropertyName("atMost")] double? UpperBound,
    double? TimeRatio,
    [property: JsonPropertyName("sureTimeRatio")] double? TimeRatioLowerBound,
    double? Events,
    double? BadEvents,
    decimal? ConsumedRatio,
    decimal? ConsumedTimeRatio,
    double? PercentileMs,
    SliceCounts Slices);

/// <summary>Samples, the equal ones that follow each other as one: <c>[slices]</c> unknown, <c>[slices, value]</c>, <c>[slices, good, total]</c>, <c>[slices, good, total, maybe]</c>.</summary>
internal sealed record SampleRuns(IReadOnlyList<double[]> Runs);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(RunsOnOneLine), typeof(BucketOnOneLine)])]
[JsonSerializable(typeof(ImportDocument))]
internal sealed partial class ImportJson : JsonSerializerContext;

/// <summary>The same, escaping only what JSON must: people read it.</summary>
internal static class ReadableImportJson
{
    public static ImportJson Context { get; } = new(new JsonSerializerOptions(ImportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(double[][]))]
[JsonSerializable(typeof(BucketSum))]
internal sealed partial class ImportLineJson : JsonSerializerContext;

internal sealed class RunsOnOneLine : JsonConverter<SampleRuns>, ISchemaSource
{
    public JsonNode Schema => DocumentSchema.Of(ImportLineJson.Default.DoubleArrayArray);

    public override SampleRuns Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, ImportLineJson.Default.DoubleArrayArray) ?? []);

    public override void Write(Utf8JsonWriter writer, SampleRuns value, JsonSerializerOptions options) =>
        writer.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes([.. value.Runs], ImportLineJson.Default.DoubleArrayArray), skipInputValidation: true);
}

internal sealed class BucketOnOneLine : OneLineConverter<BucketSum>
{
    protected override System.Text.Json.Serialization.Metadata.JsonTypeInfo<BucketSum> TypeInfo => ImportLineJson.Default.BucketSum;
}
