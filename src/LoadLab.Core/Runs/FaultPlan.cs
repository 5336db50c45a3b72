namespace LoadLab.Core.Runs;

/// <summary>How a part of the stack is broken.</summary>
public enum FaultKind
{
    /// <summary>Ended as by a crash (SIGKILL to all of its processes), and started again after <see cref="FaultPlan.For"/>.</summary>
    Stop,

    /// <summary>Frozen for <see cref="FaultPlan.For"/>.</summary>
    Pause,
}

/// <summary>A part of the stack that a suite breaks on purpose.</summary>
/// <param name="Kind">How.</param>
/// <param name="Role">Which part: <c>postgres</c>, <c>redis</c>, <c>api</c>, <c>worker</c>.</param>
/// <param name="At">When, on the run's clock: counted from the start of the load, warm-up included, as a report's time axis is.</param>
/// <param name="For">How long until it is mended.</param>
public sealed record FaultPlan(FaultKind Kind, string Role, TimeSpan At, TimeSpan For)
{
    /// <summary>Longest time from mending to recovery that is allowed; null when it is told, not judged.</summary>
    public TimeSpan? RecoverWithin { get; init; }

    /// <summary>Largest share of requests that may fail from the fault to the recovery, 0 to 1; null when it is told, not judged.</summary>
    public double? ErrorRatio { get; init; }

    /// <summary>Longest time from mending until the queue is as short as before; null when it is told, not judged.</summary>
    public TimeSpan? DrainWithin { get; init; }

    /// <summary>Longest time from the fault until a healer has mended it and the target has recovered; null when no healer is awaited.</summary>
    public TimeSpan? HealWithin { get; init; }
}

/// <summary>A fault that happened.</summary>
/// <param name="Index">Which entry of <see cref="RunPlan.Faults"/>, from 0.</param>
/// <param name="StartSecond">Second of the run's clock at which the part was broken: the call that breaks it had returned.</param>
/// <param name="EndSecond">Second at which it was mended (started or resumed: the call had returned); null when it never was.</param>
public sealed record FaultEvent(int Index, double StartSecond, double? EndSecond)
{
    /// <summary>The entry of <c>healing:</c> whose action mended it; null when LoadLab did, or nobody.</summary>
    public string? HealedBy { get; init; }
}
