using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Production;

/// <summary>A compliance report as a document for scripts.</summary>
public static class ComplianceJson
{
    private static readonly ComplianceContext Context = new(new JsonSerializerOptions(ComplianceContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Its JSON schema.</summary>
    public static JsonNode Schema => DocumentSchema.Of(Context.ComplianceReport);

    /// <summary>The document.</summary>
    public static string Of(ComplianceReport report) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(report, Context.ComplianceReport));
}

/// <summary>Verdicts in the words of every other document: <c>NOT MEASURED</c>.</summary>
internal sealed class VerdictWords : JsonConverter<Verdict>, ISchemaSource
{
    public JsonNode Schema => DocumentSchema.Words(Enum.GetValues<Verdict>().Select(DocumentWords.Of));

    public override Verdict Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DocumentWords.ToVerdict(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Verdict value, JsonSerializerOptions options) => writer.WriteStringValue(DocumentWords.Of(value));
}

/// <summary>Tiers in the words of every other document: <c>slo</c>.</summary>
internal sealed class TierWords : JsonConverter<SloTier>, ISchemaSource
{
    public JsonNode Schema => new JsonObject { ["type"] = "string" };

    public override SloTier Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DocumentWords.ToTier(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, SloTier value, JsonSerializerOptions options) => writer.WriteStringValue(value.Word());
}

internal sealed class StatusWords() : JsonStringEnumConverter<ComplianceStatus>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(VerdictWords), typeof(TierWords), typeof(StatusWords)])]
[JsonSerializable(typeof(ComplianceReport))]
internal sealed partial class ComplianceContext : JsonSerializerContext;
