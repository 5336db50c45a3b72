using System.Text.Json.Serialization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Store;

internal sealed record PhaseDocument
{
    public required string Name { get; init; }

    public required string Model { get; init; }

    /// <summary>Seconds that really passed over the measured part.</summary>
    public required double Seconds { get; init; }

    /// <summary>Measured iterations that ended, by those seconds; null when nothing was measured.</summary>
    public required double? ThroughputPerSecond { get; init; }

    /// <summary>The measured part.</summary>
    public required Counts Counts { get; init; }

    public required IReadOnlyList<StepDocument> Steps { get; init; }

    public required LagDocument ScheduleLagMs { get; init; }

    public required double StartSecond { get; init; }

    public required double MeasureStartSecond { get; init; }

    public required double MeasureEndSecond { get; init; }

    /// <summary>Ramps and warm-up included.</summary>
    public required Counts WholeCounts { get; init; }

    public required LittleDocument LittlesLaw { get; init; }

    public required ConnectionsDocument Connections { get; init; }

    /// <summary><c>scenario/step/class</c> to the first message of that class.</summary>
    public required IReadOnlyDictionary<string, string> FailureSamples { get; init; }

    /// <summary>Each kind of failure with what the first of it said, measured or not; null in documents that know none apart.</summary>
    public IReadOnlyList<FailureCount>? Failures { get; init; }

    /// <summary>The first failures of each step and class in full; left out when nothing is known of any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FailureExample>? FailureExamples { get; init; }

    /// <summary>What the time of an ad hoc load's requests went to; left out where nobody measured it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RequestPart>? RequestParts { get; init; }

    /// <summary>Where the iterations were that were still under way when the phase was cut off.</summary>
    public IReadOnlyList<CutOffCount>? CutOff { get; init; }

    /// <summary>The requests that were sampled for the target's tracing, and the slowest of them; left out when none was to be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PhaseTraces? Traces { get; init; }

    /// <summary>Steps that kept threads for long without awaiting; left out when none was seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BlockedStep>? Blocked { get; init; }
}

/// <summary>A step of the measured part. Scenario <c>*</c>, step <c>*</c> is the whole; a scenario's step <c>*</c> is its iteration.</summary>
internal sealed record StepDocument
{
    public required string Scenario { get; init; }

    public required string Name { get; init; }

    public required long Ok { get; init; }

    public required long Failed { get; init; }

    /// <summary>done − intended start, of what succeeded or timed out.</summary>
    public required TimesDocument ResponseTimeMs { get; init; }

    /// <summary>done − actual start, of what succeeded or timed out.</summary>
    public required TimesDocument ServiceTimeMs { get; init; }

    public required IReadOnlyDictionary<string, long> StatusCodes { get; init; }

    /// <summary>Each failure stands under one class; they add up to <see cref="Failed"/>.</summary>
    public required FailuresDocument Failures { get; init; }
}

/// <summary>Null without a sample: no data is no number.</summary>
internal sealed record TimesDocument(
    long Samples,
    double? Mean,
    double? P50,
    double? P75,
    double? P90,
    double? P95,
    double? P99,
    [property: JsonPropertyName("p99_9")] double? P999,
    double? Max);

internal sealed record FailuresDocument(long Timeout, long Refused, long Reset, long Protocol, long Status, long Check, long Exception);

/// <summary>Null when nothing started.</summary>
internal sealed record LagDocument(double? P50, double? P99, double? Max);

internal sealed record LittleDocument(
    double? Users,
    double? ThroughputPerSecond,
    double? ServiceSeconds,
    double? ThinkSeconds,
    long Iterations,
    double? MeasuredSeconds,
    double? Ratio,
    double? StandardError);

/// <summary><c>ReuseRatio</c> is null when no connection was made. <c>WithoutPort</c> is left out when it is 0.</summary>
internal sealed record ConnectionsDocument(long Connects, long TlsHandshakes, long Requests, double? ReuseRatio, long WithoutFile = 0, long Reconnects = 0, long Resends = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? WithoutPort = null);
