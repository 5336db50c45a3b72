namespace LoadLab.Core.Runs;

/// <summary>How a part of the stack is broken.</summary>
public enum FaultKind
{
    /// <summary>Ended as by a crash, and started again after <see cref="FaultPlan.For"/>.</summary>
    Stop,

    /// <summary>Frozen for <see cref="FaultPlan.For"/>.</summary>
    Pause,
}

/// <summary>A part of the stack that a suite breaks on purpose.</summary>
/// <param name="Kind">How.</param>
/// <param name="Role">Which part: <c>postgres</c>, <c>redis</c>, <c>api</c>, <c>worker</c>.</param>
/// <param name="At">When, after the run's start.</param>
/// <param name="For">How long until it is mended.</param>
public sealed record FaultPlan(FaultKind Kind, string Role, TimeSpan At, TimeSpan For);

/// <summary>A fault that happened.</summary>
/// <param name="Kind">How.</param>
/// <param name="Role">Which part.</param>
/// <param name="StartSecond">Second of the run's clock at which the part was broken.</param>
/// <param name="EndSecond">Second at which it was mended; null when it never was.</param>
public sealed record FaultEvent(FaultKind Kind, string Role, double StartSecond, double? EndSecond);
