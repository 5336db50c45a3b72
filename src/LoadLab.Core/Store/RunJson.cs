using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LoadLab.Core.Capacity;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Store;

/// <summary>The document as it is written: indented, with one line for each second and each probe's samples.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    Converters = [typeof(SimulationConverter), typeof(ModelWords), typeof(ConnectionWords), typeof(ResendWords), typeof(ThinkTimeWords), typeof(FaultWords), typeof(CapacityModelWords), typeof(CustomKindWords), typeof(CapacityStatusWords), typeof(StepOutcomeWords), typeof(SecondOnOneLine), typeof(HealthOnOneLine), typeof(PointsOnOneLine), typeof(RowOnOneLine)])]
[JsonSerializable(typeof(RunDocument))]
internal sealed partial class RunJson : JsonSerializerContext;

/// <summary>The same, escaping only what JSON must: the document is read as it is, never pasted into a page.</summary>
internal static class ReadableRunJson
{
    public static RunJson Context { get; } = new(new JsonSerializerOptions(RunJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>The same records without indentation: lines of the journal.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SimulationConverter), typeof(ModelWords), typeof(ConnectionWords), typeof(ResendWords), typeof(ThinkTimeWords), typeof(FaultWords), typeof(CapacityModelWords)])]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(double[][]))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>Writes a value without line breaks inside an indented document.</summary>
internal abstract class OneLineConverter<T> : JsonConverter<T>, ISchemaSource
{
    public JsonNode Schema => DocumentSchema.Of(TypeInfo);

    protected abstract JsonTypeInfo<T> TypeInfo { get; }

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, TypeInfo);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo), skipInputValidation: true);
}

internal sealed class SecondOnOneLine : OneLineConverter<SecondDocument>
{
    protected override JsonTypeInfo<SecondDocument> TypeInfo => JournalJson.Default.SecondDocument;
}

internal sealed class HealthOnOneLine : OneLineConverter<HealthDocument>
{
    protected override JsonTypeInfo<HealthDocument> TypeInfo => JournalJson.Default.HealthDocument;
}

internal sealed class PointsOnOneLine : JsonConverter<ProbePoints>, ISchemaSource
{
    public JsonNode Schema => DocumentSchema.Of(JournalJson.Default.DoubleArrayArray);

    public override ProbePoints Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, JournalJson.Default.DoubleArrayArray) ?? []);

    public override void Write(Utf8JsonWriter writer, ProbePoints value, JsonSerializerOptions options) =>
        writer.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes([.. value.Samples], JournalJson.Default.DoubleArrayArray), skipInputValidation: true);
}

/// <summary>A row of a table as plain JSON values: <c>["SELECT 1", 0.8, null]</c>.</summary>
internal sealed class RowOnOneLine : JsonConverter<IReadOnlyList<ProbeCell>>, ISchemaSource
{
    public JsonNode Schema => JsonNode.Parse("""{"type": "array", "items": {"type": ["string", "number", "null"]}}""")!;

    public override IReadOnlyList<ProbeCell> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A row of a table is an array.");
        }

        var cells = new List<ProbeCell>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            cells.Add(reader.TokenType switch
            {
                JsonTokenType.Number => ProbeCell.Of(reader.GetDouble()),
                JsonTokenType.String => ProbeCell.Of(reader.GetString()!),
                JsonTokenType.Null => new ProbeCell(null, null),
                var other => throw new JsonException($"A cell is a text, a number or null, not {other}."),
            });
        }

        return cells;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<ProbeCell> value, JsonSerializerOptions options)
    {
        using var line = new MemoryStream();
        using (var row = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = options.Encoder }))
        {
            row.WriteStartArray();
            foreach (var cell in value)
            {
                if (cell.Text is { } text)
                {
                    row.WriteStringValue(text);
                }
                else if (cell.Value is { } number)
                {
                    row.WriteNumberValue(number);
                }
                else
                {
                    row.WriteNullValue();
                }
            }

            row.WriteEndArray();
        }

        writer.WriteRawValue(line.ToArray(), skipInputValidation: true);
    }
}

/// <summary>The suite file's words for an enum: <c>per-user</c>.</summary>
internal abstract class SuiteWords<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

internal sealed class ModelWords : SuiteWords<LoadModel>;

internal sealed class ConnectionWords : SuiteWords<ConnectionPolicy>;

internal sealed class ResendWords : SuiteWords<ResendPolicy>;

internal sealed class ThinkTimeWords : SuiteWords<ThinkTimeDistribution>;

internal sealed class FaultWords : SuiteWords<FaultKind>;

internal sealed class CapacityModelWords : SuiteWords<CapacityModel>;

internal sealed class CustomKindWords : SuiteWords<LoadLab.Core.Measurement.CustomKind>;

internal sealed class CapacityStatusWords : SuiteWords<CapacityStatus>;

internal sealed class StepOutcomeWords : SuiteWords<StepOutcome>;
