using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace LoadLab.Scaffolding.OpenApi;

/// <summary>A value that a schema allows: its example, its default, the first of its choices, else one that is made.</summary>
internal static class SchemaExample
{
    // A schema may refer to itself. Below this depth lists are empty and members that need not be there are left out.
    private const int Deepest = 6;

    /// <summary>Makes it; null for a schema that says nothing.</summary>
    public static JsonNode? Of(IOpenApiSchema? schema) => Of(schema, 0);

    /// <summary>What the document itself gives: an example, a default, a constant, the first of the choices; null for nothing.</summary>
#pragma warning disable CS0618 // A document of OpenAPI 3.0 has 'example' and nothing else.
    public static JsonNode? Given(IOpenApiSchema? schema) => schema is null ? null
        : (schema.Example ?? schema.Examples?.FirstOrDefault() ?? schema.Default ?? schema.Enum?.FirstOrDefault() ?? (schema.Const is { } constant ? JsonValue.Create(constant) : null))?.DeepClone();
#pragma warning restore CS0618

    /// <summary>The members of a schema and of all that it is made of.</summary>
    public static IEnumerable<KeyValuePair<string, IOpenApiSchema>> Members(IOpenApiSchema? schema, int depth = 0) => schema is null || depth > Deepest ? []
        : (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Concat((schema.AllOf ?? []).SelectMany(part => Members(part, depth + 1)));

    private static JsonNode? Of(IOpenApiSchema? schema, int depth)
    {
        if (schema is null)
        {
            return null;
        }

        if (Given(schema) is { } given)
        {
            return given;
        }

        if (depth <= Deepest && (schema.OneOf ?? schema.AnyOf) is { Count: > 0 } choices && schema.Properties is not { Count: > 0 })
        {
            return Of(choices.FirstOrDefault(choice => choice.Type is not JsonSchemaType.Null) ?? choices[0], depth + 1);
        }

        var type = One(schema.Type);
        if (type is JsonSchemaType.Object or null && Members(schema).Any())
        {
            return Object(schema, depth);
        }

        return type switch
        {
            JsonSchemaType.Array => depth >= Deepest || Of(schema.Items, depth + 1) is not { } entry ? new JsonArray() : new JsonArray(entry),
            JsonSchemaType.Integer => JsonValue.Create(Number(schema) is { } whole ? (long)Math.Ceiling(whole) : 1L),
            JsonSchemaType.Number => JsonValue.Create(Number(schema) ?? 1m),
            JsonSchemaType.Boolean => JsonValue.Create(true),
            JsonSchemaType.String => JsonValue.Create(Text(schema)),
            JsonSchemaType.Object => new JsonObject(),
            _ => null,
        };
    }

    /// <summary>The first of several types: .NET writes a number that may be a text as both.</summary>
    private static JsonSchemaType? One(JsonSchemaType? type) => type is { } all
        ? new[] { JsonSchemaType.Integer, JsonSchemaType.Number, JsonSchemaType.String, JsonSchemaType.Boolean, JsonSchemaType.Array, JsonSchemaType.Object }.Where(one => all.HasFlag(one)).Select(one => (JsonSchemaType?)one).FirstOrDefault()
        : null;

    private static JsonObject Object(IOpenApiSchema schema, int depth)
    {
        var required = (schema.Required ?? new HashSet<string>()).Concat((schema.AllOf ?? []).SelectMany(part => part.Required ?? new HashSet<string>())).ToHashSet();
        var made = new JsonObject();
        foreach (var (name, member) in Members(schema))
        {
            if (!made.ContainsKey(name) && !member.ReadOnly && (depth < Deepest - 3 || required.Contains(name)) && depth < Deepest && Of(member, depth + 1) is { } value)
            {
                made.Add(name, value);
            }
        }

        return made;
    }

    private static decimal? Number(IOpenApiSchema schema) =>
        decimal.TryParse(schema.Minimum ?? schema.ExclusiveMinimum, NumberStyles.Float, CultureInfo.InvariantCulture, out var least) ? least + (schema.ExclusiveMinimum is null ? 0 : 1) : null;

    private static string Text(IOpenApiSchema schema)
    {
        var text = schema.Format switch
        {
            "date" => "2026-01-31",
            "date-time" => "2026-01-31T12:00:00Z",
            "time" => "12:00:00Z",
            "uuid" => "11111111-2222-4333-8444-555555555555",
            "email" => "user@example.com",
            "uri" or "url" => "https://example.com/",
            "ipv4" => "192.0.2.1",
            "byte" => "bG9hZA==",
            _ => "text",
        };
        var longest = schema.MaxLength is > 0 and { } max && text.Length > max ? text[..max] : text;
        return schema.MinLength is { } least && longest.Length < Math.Min(least, 10_000) ? longest.PadRight(Math.Min(least, 10_000), 'x') : longest;
    }
}
