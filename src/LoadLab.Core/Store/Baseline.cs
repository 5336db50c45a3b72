using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadLab.Core.Store;

/// <summary>The run, or the runs, that a suite is held to. Small, so that it can be reviewed and kept under version control.</summary>
/// <param name="SchemaVersion">1 with one run, 2 with several.</param>
/// <param name="Suite">The suite.</param>
/// <param name="RunId">The run; the newest of several.</param>
/// <param name="StartedAt">When its load began.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Fingerprint">Machine and stack that it was made on.</param>
/// <param name="Figures">What each phase measured; of several runs the median of each figure.</param>
public sealed record Baseline(
    int SchemaVersion,
    string Suite,
    string RunId,
    DateTimeOffset StartedAt,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Fingerprint,
    IReadOnlyList<BaselineFigures> Figures)
{
    internal const int OneRun = 1;
    internal const int SeveralRuns = 2;

    /// <summary>What each of several runs contributes, the oldest first; null with one run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BaselineRun>? Runs { get; init; }

    /// <summary>What the file was sealed with; null in those of older versions.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal SealDocument? Seal { get; init; }

    /// <summary>Its runs, the oldest first.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> RunIds => Runs is { Count: > 0 } runs ? [.. runs.Select(run => run.RunId)] : [RunId];
}

/// <summary>One of several runs of a baseline.</summary>
/// <param name="RunId">The run.</param>
/// <param name="StartedAt">When its load began.</param>
/// <param name="Figures">What each of its phases measured.</param>
public sealed record BaselineRun(string RunId, DateTimeOffset StartedAt, IReadOnlyList<BaselineFigures> Figures);

/// <summary>The figures of a phase, over all its requests. What was not measured is null: a phase in which every request failed at once has no times.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="P50Ms">Median of the response time.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="RequestsPerSecond">Completions a second, failed ones included.</param>
/// <param name="ErrorRatio">Share of failed requests, 0 to 1.</param>
public sealed record BaselineFigures(string Phase, double? P50Ms, double? P95Ms, double? P99Ms, double? RequestsPerSecond, double? ErrorRatio);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Baseline))]
internal sealed partial class BaselineJson : JsonSerializerContext;

/// <summary>The same, escaping only what JSON must: people read it.</summary>
internal static class ReadableBaselineJson
{
    public static BaselineJson Context { get; } = new(new JsonSerializerOptions(BaselineJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
