using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Hands the phases of a source to the driver, and keeps what was really run as the plan's phases.</summary>
internal sealed class RunnerPhases(IPhaseSource source, string runId, RunPlan plan, RunClock clock, IReadOnlyDictionary<string, string> fingerprint, RunnerCollector collector) : IDisposable
{
    private readonly List<PhasePlan> _phases = [];
    private volatile CancellationTokenSource _end = new();

    /// <summary>The plan with the phases that were run, each as long as it was.</summary>
    public RunPlan Plan => plan with { Phases = [.. _phases] };

    /// <summary>The next phase; null when there is none.</summary>
    public async Task<DecidedPhase?> NextAsync(PhaseResult? last, CancellationToken stop)
    {
        RunRecord? record = null;
        if (last is not null)
        {
            // A phase that was ended early offered what it offered until then.
            _phases[^1] = OfferedLoad.Until(_phases[^1], Math.Round(last.MeasureEndSecond - last.StartSecond, 3));
            record = collector.ToRecord(runId, plan with { Phases = [_phases[^1]] }, clock, new LoadResult([last], RunOutcome.Completed, ""), fingerprint);
        }

        if (await source.NextAsync(record, collector.Latest, stop).ConfigureAwait(false) is not { } phase)
        {
            return null;
        }

        _phases.Add(phase);
        collector.OnPhaseDecided(phase);
        var before = _end;
        _end = new CancellationTokenSource();
        before.Dispose();
        return new DecidedPhase(phase, _end.Token);
    }

    /// <summary>Looks at a second of the load.</summary>
    public void OnSecond(LoadSecond second)
    {
        if (_phases.Count > 0 && _phases[^1].Name == second.Phase && source.IsOver(second))
        {
            _end.Cancel();
        }
    }

    public void Dispose() => _end.Dispose();
}
