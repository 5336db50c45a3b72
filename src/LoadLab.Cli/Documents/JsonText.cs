using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LoadLab.Cli.Documents;

/// <summary>Writes the documents of <c>--json</c>: indented, escaping only what JSON must, since they go to a script and never into a page.</summary>
internal static class JsonText
{
    /// <summary>Each kind of document.</summary>
    public static VerbJson Context { get; } = new(new JsonSerializerOptions(VerbJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The text of a document.</summary>
    public static string Of<T>(T document, JsonTypeInfo<T> kind) => JsonSerializer.Serialize(document, kind);

    /// <summary>The number, or null for what is none or has no end.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
