using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Makes the phases of a run one after the other, each from what was measured until then. The phases of the plan are what they are made from.</summary>
public interface IPhaseSource
{
    /// <summary>The next phase; null when there is none.</summary>
    /// <param name="last">The run as if it had been the last phase alone; null before the first.</param>
    /// <param name="latest">The latest sample of a measure; null where there is none.</param>
    /// <param name="stop">Set when the run shall end.</param>
    Task<PhasePlan?> NextAsync(RunRecord? last, Func<string, double?> latest, CancellationToken stop);

    /// <summary>True when what a second of the phase under way showed is enough. Called from the driver's thread.</summary>
    bool IsOver(LoadSecond second);
}

/// <summary>A phase that was decided while the run runs.</summary>
/// <param name="Plan">The phase.</param>
/// <param name="End">Ends it before its time: no new iterations, drain.</param>
public sealed record DecidedPhase(PhasePlan Plan, CancellationToken End);
