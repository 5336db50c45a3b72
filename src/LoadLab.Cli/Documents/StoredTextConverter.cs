using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Documents;

/// <summary>Writes a document that has a file of its own as it stands there, to the byte.</summary>
internal abstract class StoredTextConverter<T> : JsonConverter<T>, ISchemaSource
{
    public abstract JsonNode Schema { get; }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("These documents are written and never read.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteRawValue(Text(value));

    /// <summary>The text of the file.</summary>
    protected abstract string Text(T value);
}
