using System.Text.Json.Serialization;

namespace LoadLab.Monitoring.Healing;

/// <summary>One line of the audit log. What does not concern an event is left out.</summary>
public sealed record HealingLogLine
{
    /// <summary>The format of a line.</summary>
    public const int Format = 1;

    /// <summary>Always <see cref="Format"/>.</summary>
    public int SchemaVersion { get; init; } = Format;

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    public required HealingEvent Event { get; init; }

    /// <summary>Id of the entry of <c>healing:</c>.</summary>
    public string? Healing { get; init; }

    /// <summary>Labels of the alert, of those that healing looks at.</summary>
    public IReadOnlyDictionary<string, string>? Alert { get; init; }

    /// <summary>The occurrence of the alert: fingerprint and beginning.</summary>
    public string? Occurrence { get; init; }

    /// <summary>How many alerts the line is about, when it is not one.</summary>
    public int? Count { get; init; }

    /// <summary>Exit code of the command, or status of the answer.</summary>
    public int? Code { get; init; }

    /// <summary>How long the action, or the recovery, took.</summary>
    public double? Seconds { get; init; }

    /// <summary>Whether what must recover did; null when it is not known.</summary>
    public bool? Recovered { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>How lines are written and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HealingLogLine))]
internal sealed partial class HealingLogJson : JsonSerializerContext;
