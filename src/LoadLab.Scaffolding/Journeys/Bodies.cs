using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>Turns the text of a body into what it is.</summary>
internal static class Bodies
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>The body of a text and its type. JSON that is none stays text, as it is sent.</summary>
    public static RequestBody Of(string text, string? contentType)
    {
        var type = contentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        if (type == "application/json")
        {
            return Json(text) is { } json ? new RequestBody.Json(json) : new RequestBody.Plain(text, contentType!);
        }

        return type == "application/x-www-form-urlencoded" && Fields(text) is { } fields ? new RequestBody.Form(fields) : new RequestBody.Plain(text, contentType ?? "text/plain");
    }

    /// <summary>An object or a list; null when the text is neither.</summary>
    public static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict) is (JsonObject or JsonArray) and { } json ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The fields of a form; null when it would not be sent the same again.</summary>
    private static ImmutableArray<Field>? Fields(string text)
    {
        var fields = ImmutableArray.CreateBuilder<Field>();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length < 2)
            {
                return null;
            }

            fields.Add(new Field(Decode(parts[0]), Decode(parts[1])));
        }

        return fields.ToImmutable();
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
