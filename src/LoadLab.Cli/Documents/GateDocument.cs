using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core.Gate;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Documents;

/// <summary>
/// The run document, and one more member <c>gate</c> with the decision of the whole. The run's own <c>decision</c> and <c>exitCode</c> stay what
/// its SLOs say.
/// </summary>
internal static class GateDocument
{
    /// <summary>Its JSON schema: that of the run document, with the member.</summary>
    public static JsonNode Schema
    {
        get
        {
            var schema = RunDocumentWriter.Schema;
            schema["properties"]!["gate"] = DocumentSchema.Of(JsonText.Context.GatePart);
            schema["required"]!.AsArray().Add("gate");
            return schema;
        }
    }

    /// <summary>The text of the document.</summary>
    public static string Of(GateResult gate)
    {
        using var run = JsonDocument.Parse(RunDocumentWriter.ToJson(gate.Record, gate.Evaluation));
        using var buffer = new MemoryStream();
        var options = JsonText.Context.Options;
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = options.Encoder }))
        {
            json.WriteStartObject();
            foreach (var member in run.RootElement.EnumerateObject())
            {
                member.WriteTo(json);
            }

            json.WritePropertyName("gate");
            JsonSerializer.Serialize(json, GatePart.Of(gate), JsonText.Context.GatePart);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
