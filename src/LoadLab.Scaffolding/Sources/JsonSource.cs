using System.Globalization;
using System.Text.Json;
using LoadLab.Core;

namespace LoadLab.Scaffolding.Sources;

/// <summary>Reads a source that is JSON, and parts of it that may be of another kind than they should.</summary>
internal static class JsonSource
{
    /// <summary>Reads the whole.</summary>
    /// <exception cref="LoadLabException">It is no JSON (104).</exception>
    public static JsonDocument Parse(string text, string name, string kind)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException fault)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, string.Create(CultureInfo.InvariantCulture, $"The {kind} '{name}' is no JSON: it breaks off in line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."), "Export it again, and check that the whole of it was written.", fault);
        }
    }

    /// <summary>A member; undefined when there is none.</summary>
    public static JsonElement Get(this JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A text; null when it is none.</summary>
    public static string? Text(this JsonElement json, string name) => json.Get(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The entries of a list; none when it is no list.</summary>
    public static IEnumerable<JsonElement> Entries(this JsonElement json, string name) => json.Get(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
