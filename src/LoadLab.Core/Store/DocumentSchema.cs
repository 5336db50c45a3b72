using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LoadLab.Core.Store;

/// <summary>The JSON schema of a document, made from the metadata that writes it, so that the two cannot differ. Pure.</summary>
public static class DocumentSchema
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonSchemaExporterOptions s_options = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) => context.TypeInfo.Converter is ISchemaSource source ? source.Schema : Complete(context.TypeInfo, node),
    };

    /// <summary>The schema of a type, as a part of another one.</summary>
    public static JsonNode Of(JsonTypeInfo kind) => kind.GetJsonSchemaAsNode(s_options);

    /// <summary>The schema of a whole document.</summary>
    /// <param name="title">What the document is.</param>
    /// <param name="schema">The schema of its type.</param>
    public static JsonObject Document(string title, JsonNode schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var document = new JsonObject { ["$schema"] = Draft, ["title"] = title };
        foreach (var (key, value) in schema.AsObject())
        {
            document[key] = value?.DeepClone();
        }

        return document;
    }

    /// <summary>The exporter drops items of another form, and calls required what may be left out.</summary>
    private static JsonNode Complete(JsonTypeInfo kind, JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        if (kind is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item } && kind.Options.GetTypeInfo(item).Converter is ISchemaSource source)
        {
            schema["items"] = source.Schema;
        }

        if (schema["required"] is JsonArray required)
        {
            var optional = kind.Properties.Where(MayBeLeftOut).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            schema["required"] = new JsonArray([.. required.Where(name => !optional.Contains(name!.GetValue<string>())).Select(name => name!.DeepClone())]);
        }

        return schema;
    }

    private static bool MayBeLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];

    /// <summary>The schema of a text that is one of these words.</summary>
    internal static JsonNode Words(IEnumerable<string> words) => new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };
}
