using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LoadLab.Sdk;

namespace LoadLab.Core.Store;

/// <summary>
/// A part of a load as <c>{"kind": "inject", "ratePerSecond": 150, "seconds": 90}</c>. By hand, because the Sdk has no serialisation
/// and the words are the suite file's.
/// </summary>
internal sealed class SimulationConverter : JsonConverter<LoadSimulation>, ISchemaSource
{
    private const string Form = """
        {
          "type": "object",
          "properties": {
            "kind": {"enum": ["keepConstant", "rampingConstant", "inject", "rampingInject", "injectRandom", "poisson", "pause", "iterationsForConstant", "iterationsForInject"]},
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
        TimeSpan Length() => TimeSpan.FromSeconds(part.GetProperty("seconds").GetDouble());
        int Copies() => part.GetProperty("copies").GetInt32();
        double Rate() => part.GetProperty("ratePerSecond").GetDouble();
        long Iterations() => part.GetProperty("iterations").GetInt64();
        return kind switch
        {
            "keepConstant" => new LoadSimulation.KeepConstantPart(Copies(), Length()),
            "rampingConstant" => new LoadSimulation.RampingConstantPart(Copies(), Length()),
            "inject" => new LoadSimulation.InjectPart(Rate(), Length()),
            "rampingInject" => new LoadSimulation.RampingInjectPart(Rate(), Length()),
            "injectRandom" => new LoadSimulation.InjectRandomPart(
                part.GetProperty("min").GetDouble(),
                part.GetProperty("max").GetDouble(),
                TimeSpan.FromSeconds(part.GetProperty("intervalSeconds").GetDouble()),
                Length()),
            "poisson" => new LoadSimulation.PoissonPart(Rate(), Length()),
            "pause" => new LoadSimulation.PausePart(Length()),
            "iterationsForConstant" => new LoadSimulation.IterationsForConstantPart(Copies(), Iterations()),
            "iterationsForInject" => new LoadSimulation.IterationsForInjectPart(Rate(), Iterations()),
            _ => throw new JsonException($"'{kind}' is no load simulation that this version knows."),
        };
    }

    public override void Write(Utf8JsonWriter writer, LoadSimulation value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case LoadSimulation.KeepConstantPart part:
                writer.WriteString("kind", "keepConstant");
                writer.WriteNumber("copies", part.Copies);
                break;
            case LoadSimulation.RampingConstantPart part:
                writer.WriteString("kind", "rampingConstant");
                writer.WriteNumber("copies", part.Copies);
                break;
            case LoadSimulation.InjectPart part:
                writer.WriteString("kind", "inject");
                writer.WriteNumber("ratePerSecond", part.RatePerSecond);
                break;
            case LoadSimulation.RampingInjectPart part:
                writer.WriteString("kind", "rampingInject");
                writer.WriteNumber("ratePerSecond", part.RatePerSecond);
                break;
            case LoadSimulation.InjectRandomPart part:
                writer.WriteString("kind", "injectRandom");
                writer.WriteNumber("min", part.Min);
                writer.WriteNumber("max", part.Max);
                writer.WriteNumber("intervalSeconds", part.Interval.TotalSeconds);
                break;
            case LoadSimulation.PoissonPart part:
                writer.WriteString("kind", "poisson");
                writer.WriteNumber("ratePerSecond", part.RatePerSecond);
                break;
            case LoadSimulation.PausePart:
                writer.WriteString("kind", "pause");
                break;
            case LoadSimulation.IterationsForConstantPart part:
                writer.WriteString("kind", "iterationsForConstant");
                writer.WriteNumber("copies", part.Copies);
                writer.WriteNumber("iterations", part.Iterations);
                break;
            case LoadSimulation.IterationsForInjectPart part:
                writer.WriteString("kind", "iterationsForInject");
                writer.WriteNumber("ratePerSecond", part.RatePerSecond);
                writer.WriteNumber("iterations", part.Iterations);
                break;
            default:
                throw new UnreachableException($"{value.GetType().Name} has no form in the run document.");
        }

        if (value is not (LoadSimulation.IterationsForConstantPart or LoadSimulation.IterationsForInjectPart))
        {
            writer.WriteNumber("seconds", value.During.TotalSeconds);
        }

        writer.WriteEndObject();
    }
}
