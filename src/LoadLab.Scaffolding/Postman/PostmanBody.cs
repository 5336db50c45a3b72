using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding.Postman;

/// <summary>The bodies of a collection's requests.</summary>
internal static class PostmanBody
{
    /// <summary>Reads one; null for none.</summary>
    public static RequestBody? Read(JsonElement body, string? contentType, PostmanVariables variables, List<string> notes, string request)
    {
        if (body.ValueKind != JsonValueKind.Object || !PostmanItem.IsOn(body))
        {
            return null;
        }

        switch (body.Text("mode"))
        {
            case "raw" when body.Text("raw") is { Length: > 0 } raw:
                var type = contentType ?? TypeOf(body.Get("options").Get("raw").Text("language"));
                return type?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is true && Bodies.Json(variables.PlacesOfJson(raw)) is { } json
                    ? new RequestBody.Json(json)
                    : Bodies.Of(variables.Places(raw), type);
            case "urlencoded":
                return new RequestBody.Form([.. body.Entries("urlencoded").Where(PostmanItem.IsOn).Select(field => new Field(field.Text("key") ?? "", variables.Places(field.Text("value") ?? "")))]);
            case "formdata":
                if (body.Entries("formdata").Any(field => field.Text("type") == "file"))
                {
                    notes.Add($"The files of '{request}' are not in the collection: a few bytes stand for each, in scenarios/suites/bodies.");
                }

                return new RequestBody.Multipart([.. body.Entries("formdata").Where(PostmanItem.IsOn).Select(field => field.Text("type") == "file"
                    ? new FormPart(field.Text("key") ?? "", null, "a file"u8.ToArray(), Path.GetFileName(field.Text("src") ?? "file.bin"), field.Text("contentType"))
                    : new FormPart(field.Text("key") ?? "", variables.Places(field.Text("value") ?? ""), null, null, field.Text("contentType")))]);
            case "file":
                notes.Add($"The body of '{request}' is a file, which is not in the collection: a few bytes stand for it, in scenarios/suites/bodies.");
                return new RequestBody.Binary("a file"u8.ToArray(), contentType ?? "application/octet-stream");
            case "graphql":
                var query = new JsonObject { ["query"] = variables.Places(body.Get("graphql").Text("query") ?? "") };
                if (body.Get("graphql").Text("variables") is { Length: > 0 } values && Bodies.Json(variables.PlacesOfJson(values)) is { } parsed)
                {
                    query["variables"] = parsed;
                }

                return new RequestBody.Json(query);
            default:
                return null;
        }
    }

    private static string? TypeOf(string? language) => language switch
    {
        "json" => "application/json",
        "xml" => "application/xml",
        "html" => "text/html",
        "javascript" => "application/javascript",
        _ => "text/plain",
    };
}
