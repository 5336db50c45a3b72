using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Running;

/// <summary>What a runner works with; put together in the composition root.</summary>
public sealed record RunnerParts
{
    /// <summary>Stacks that can be had, the preferred first.</summary>
    public required IReadOnlyList<IStackProvider> Providers { get; init; }

    /// <summary>Makes the probes for a stack that is up.</summary>
    public required Func<IStack, RunPlan, IReadOnlyList<IProbe>> Probes { get; init; }

    /// <summary>Drives the load.</summary>
    public required ILoadDriver Driver { get; init; }

    /// <summary>Keeps the run.</summary>
    public required RunStore Store { get; init; }

    /// <summary>Judges the record.</summary>
    public required Func<RunRecord, RunEvaluation> Judge { get; init; }

    /// <summary>Describes this machine, for the fingerprint.</summary>
    public required Func<IReadOnlyDictionary<string, string>> Machine { get; init; }

    /// <summary>Finds out whether the target answers; throws (104) when it does not.</summary>
    public required Func<Uri, CancellationToken, Task> CheckTarget { get; init; }

    /// <summary>Takes the calls of a healer, for faults that await one; disposed at the end of the run.</summary>
    /// <value>Null: faults are mended by plan only.</value>
    public IHealingCalls? Healing { get; init; }

    /// <summary>The time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>A run that was made.</summary>
/// <param name="Record">What was measured.</param>
/// <param name="Evaluation">What was judged.</param>
/// <param name="Directory">Where it lies.</param>
/// <param name="StoreFault">Why it could not be written whole (104); null when it was.</param>
public sealed record RunResult(RunRecord Record, RunEvaluation Evaluation, string Directory, LoadLabException? StoreFault);
