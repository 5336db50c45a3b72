using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LoadLab.Core.Store;

namespace LoadLab.Core.Comparison;

/// <summary>How much runs of one and the same thing vary on one machine, under one suite's load. Kept in <c>results/noise</c>.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Suite">The suite.</param>
/// <param name="CalibratedAt">When the last of its runs began.</param>
/// <param name="Machine">The facts that must be the same for it to be used: CPU, memory, generator, kind of stack.</param>
/// <param name="Load">The load, phase by phase; must be the same too.</param>
/// <param name="Runs">The runs that it rests on.</param>
/// <param name="Figures">One for each figure of each step.</param>
public sealed record NoiseCalibration(
    int SchemaVersion,
    string Suite,
    DateTimeOffset CalibratedAt,
    IReadOnlyDictionary<string, string> Machine,
    IReadOnlyDictionary<string, string> Load,
    IReadOnlyList<string> Runs,
    IReadOnlyList<NoiseFigure> Figures)
{
    /// <summary>The version that is written.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Fewest runs: with three of them a 95 % interval is twice as wide as with very many.</summary>
    public const int FewestRuns = 4;

    /// <summary>What the file was sealed with; null in those of older versions.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal SealDocument? Seal { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(NoiseCalibration))]
internal sealed partial class NoiseJson : JsonSerializerContext;

/// <summary>The same, escaping only what JSON must: people read it.</summary>
internal static class ReadableNoiseJson
{
    public static NoiseJson Context { get; } = new(new JsonSerializerOptions(NoiseJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
