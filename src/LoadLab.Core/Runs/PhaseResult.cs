using LoadLab.Core.Measurement;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs;

/// <summary>What a phase ended with.</summary>
public sealed record PhaseResult
{
    /// <summary>The phase.</summary>
    public required string Name { get; init; }

    /// <summary>Seconds of the run's clock at which the phase began, ramps included.</summary>
    public required double StartSecond { get; init; }

    /// <summary>Seconds of the run's clock at which its first measured segment began.</summary>
    public required double MeasureStartSecond { get; init; }

    /// <summary>Seconds of the run's clock at which its last measured segment ended by plan.</summary>
    public required double MeasureEndSecond { get; init; }

    /// <summary>Seconds that really passed from the measured start to the last measured completion, at least the plan's.</summary>
    public required double MeasuredSeconds { get; init; }

    /// <summary>Iterations whose intended start lay in a measured segment.</summary>
    public required Counts Measured { get; init; }

    /// <summary>All iterations, ramps included.</summary>
    public required Counts Whole { get; init; }

    /// <summary>Little's law over the measured part.</summary>
    public required LittlesLaw Little { get; init; }

    /// <summary>Status codes of each scenario and step, measured part: <c>scenario/step</c> to code to count.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> StatusCodes { get; init; }

    /// <summary>First message of each failure class of each scenario and step: <c>scenario/step/class</c> to message.</summary>
    public required IReadOnlyDictionary<string, string> FailureSamples { get; init; }

    /// <summary>Each kind of failure, measured or not; empty for a record that knows none apart.</summary>
    public IReadOnlyList<FailureCount> Failures { get; init => field = value ?? []; } = [];

    /// <summary>The first failures of each step and class in full, as far as something is known of them.</summary>
    public IReadOnlyList<FailureExample> Examples { get; init => field = value ?? []; } = [];

    /// <summary>What the time of an ad hoc load's requests went to; empty where nobody measured it.</summary>
    public IReadOnlyList<RequestPart> Parts { get; init => field = value ?? []; } = [];

    /// <summary>Where the iterations were that were still under way when the phase was cut off.</summary>
    public IReadOnlyList<CutOffCount> CutOff { get; init => field = value ?? []; } = [];

    /// <summary>Where scenarios kept threads busy for long without awaiting, while answers waited for a thread.</summary>
    public IReadOnlyList<BlockedStep> Blocked { get; init => field = value ?? []; } = [];

    /// <summary>Requests that were sampled for the target's tracing; null when none was to be.</summary>
    public PhaseTraces? Traces { get; init; }

    /// <summary>Connections opened, TLS handshakes among them, and requests sent on the engine's clients.</summary>
    public required ConnectionCounts Connections { get; init; }
}
