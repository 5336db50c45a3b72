using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.Core.Store;

/// <summary>
/// A part of a load as <c>{"kind": "inject", "ratePerSecond": 150, "seconds": 90}</c>. By hand, because the Sdk has no serialisation
/// and the words are the suite file's.
/// </summary>
internal sealed class SimulationConverter : JsonConverter<LoadSimulation>, ISchemaSource
{
    private static readonly string Form = $$"""
        {
          "type": "object",
          "properties": {
            "kind": {"enum": [{{string.Join(", ", LoadShape.All.Select(shape => $"\"{shape.Word}\""))}}]},
            "copies": {"type": "integer"},
            "ratePerSecond": {"type": "number"},
            "min": {"type": "number"},
            "max": {"type": "number"},
            "intervalSeconds": {"type": "number"},
            "iterations": {"type": "integer"},
            "seconds": {"type": "number"}
          },
          "required": ["kind"],
          "additionalProperties": false
        }
        """;

    public JsonNode Schema => JsonNode.Parse(Form)!;

    public override LoadSimulation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var part = document.RootElement;
        var kind = part.GetProperty("kind").GetString();
        var shape = LoadShape.All.FirstOrDefault(shape => shape.Word == kind) ?? throw new JsonException($"'{kind}' is no load simulation that this version knows.");
        return shape.Make(field => field is LoadField.Copies or LoadField.Iterations ? part.GetProperty(Name(field)).GetInt64() : part.GetProperty(Name(field)).GetDouble());
    }

    public override void Write(Utf8JsonWriter writer, LoadSimulation value, JsonSerializerOptions options)
    {
        var shape = LoadShape.Of(value);
        writer.WriteStartObject();
        writer.WriteString("kind", shape.Word);
        foreach (var field in shape.Fields)
        {
            writer.WriteNumber(Name(field), shape.Value(value, field));
        }

        writer.WriteEndObject();
    }

    private static string Name(LoadField field) => field switch
    {
        LoadField.Copies => "copies",
        LoadField.Rate => "ratePerSecond",
        LoadField.Min => "min",
        LoadField.Max => "max",
        LoadField.Interval => "intervalSeconds",
        LoadField.Iterations => "iterations",
        LoadField.During => "seconds",
        _ => throw new System.Diagnostics.UnreachableException(field.ToString()),
    };
}
