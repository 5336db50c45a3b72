using Microsoft.OpenApi;

namespace LoadLab.Scaffolding.OpenApi;

/// <summary>An operation with what its path says for all of them.</summary>
/// <param name="Path">As it is written, with <c>{…}</c>.</param>
/// <param name="Method">In capitals.</param>
/// <param name="Content">The operation.</param>
/// <param name="Parameters">Its own, and those of its path that it does not replace.</param>
internal sealed record Operation(string Path, string Method, OpenApiOperation Content, IReadOnlyList<IOpenApiParameter> Parameters)
{
    /// <summary><c>GET /users/{id}</c>.</summary>
    public string Title => $"{Method} {Path}";

    /// <summary>All of a document, in its order.</summary>
    public static IEnumerable<Operation> All(OpenApiDocument document)
    {
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                var own = operation.Parameters ?? [];
                var shared = (item.Parameters ?? []).Where(parameter => !own.Any(other => other.Name == parameter.Name && other.In == parameter.In));
                yield return new Operation(path, method.Method.ToUpperInvariant(), operation, [.. shared, .. own]);
            }
        }
    }

    /// <summary>The schema of the JSON that it answers with; null for none.</summary>
    public IOpenApiSchema? Answer() => (Content.Responses ?? [])
        .Where(answer => answer.Key is ['2', ..] or "default").OrderBy(answer => answer.Key, StringComparer.Ordinal)
        .Select(answer => Json(answer.Value.Content)?.Schema).FirstOrDefault(schema => schema is not null);

    /// <summary>The schema of the JSON that it takes; null for none.</summary>
    public IOpenApiSchema? Request() => Json(Content.RequestBody?.Content)?.Schema;

    /// <summary>The entry of a content for JSON.</summary>
    public static OpenApiMediaType? Json(IDictionary<string, OpenApiMediaType>? content) =>
        content?.FirstOrDefault(entry => entry.Key.Split(';')[0].Trim() is "application/json" or "text/json" || entry.Key.Contains("+json", StringComparison.Ordinal)).Value;
}
