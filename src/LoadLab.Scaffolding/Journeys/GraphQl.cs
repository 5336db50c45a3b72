using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>Requests of GraphQL, which all go to one address: their operations tell them apart.</summary>
internal static partial class GraphQl
{
    /// <summary>Name of the operation that a body asks for; null for another body, and for an operation without a name.</summary>
    public static string? OperationOf(RequestBody? body) => body is not RequestBody.Json { Value: JsonObject json } ? null
        : Text(json, "operationName") is { Length: > 0 } name ? name
        : Text(json, "query") is { } query && Operation().Match(query) is { Success: true } match ? match.Groups["name"].Value : null;

    private static string? Text(JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex(@"^\s*(?:query|mutation|subscription)\s+(?<name>[A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Operation();
}
