using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Verdicts;

/// <summary>What a fault on purpose did, and how the target came back. Times after mending are in seconds; they are known to one second.</summary>
public sealed record FaultOutcome
{
    /// <summary>Which entry of <see cref="RunPlan.Faults"/>, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>How it was broken.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Which part.</summary>
    public required string Role { get; init; }

    /// <summary>Second of the run's clock at which it was broken; null when the run ended before.</summary>
    public double? StartSecond { get; init; }

    /// <summary>Second of the run's clock at which it was mended; null when it never was.</summary>
    public double? EndSecond { get; init; }

    /// <summary>The entry of <c>healing:</c> whose action mended it; null when LoadLab did, or nobody.</summary>
    public string? HealedBy { get; init; }

    /// <summary>Longest time from the fault to the recovery that a healer had; null when none was awaited.</summary>
    public double? HealWithinSeconds { get; init; }

    /// <summary>
    /// From mending to the first of <see cref="FaultLimits.GoodSeconds"/> seconds in a row that are as before; 0 when they began while it was mended.
    /// Null when that was not seen.
    /// </summary>
    public double? RecoveredAfterSeconds { get; init; }

    /// <summary>It had certainly not recovered until then: the start of the last second that was worse, after mending. Null when there is no level before.</summary>
    public double? NotRecoveredForSeconds { get; init; }

    /// <summary>The second of the run's clock at which it had recovered, or the last one that was looked at; exclusive. Null when the run ended before the fault.</summary>
    public int? UntilSecond { get; init; }

    /// <summary>Requests that ended from the second of the fault to the recovery.</summary>
    public long Requests { get; init; }

    /// <summary>Those of them that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Longest queue in the seconds before; null when nothing measured it.</summary>
    public double? QueueBefore { get; init; }

    /// <summary>Longest queue from the fault on until it was as short as before; null when nothing measured it.</summary>
    public double? QueuePeak { get; init; }

    /// <summary>From mending until the queue was as short as before; 0 when it was never longer. Null when that was not seen.</summary>
    public double? DrainedAfterSeconds { get; init; }

    /// <summary>The queue was certainly longer until then, after mending. Null when nothing measured it.</summary>
    public double? NotDrainedForSeconds { get; init; }

    /// <summary>Why there is no level to compare with; empty when there is one.</summary>
    public string NoLevel { get; init; } = "";
}
