using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Passes the load's seconds on, and ends the load in order when a rule of the suite says so. Called from the driver's thread.</summary>
internal sealed class RunnerGate : ILoadObserver
{
    private readonly ILoadObserver _next;
    private readonly CancellationTokenSource _stopLoad;
    private readonly List<LiveRule> _rules;
    private readonly RunnerPhases? _phases;
    private volatile RunStop? _stop;

    public RunnerGate(RunPlan plan, ILoadObserver next, CancellationTokenSource stopLoad, RunnerPhases? phases = null)
    {
        _phases = phases;
        _next = next;
        _stopLoad = stopLoad;
        _rules = [.. plan.Aborts.Select(rule => new LiveAbort(rule))];
        if (plan.StopOn is { } stopOn)
        {
            _rules.Add(new LiveErrors(stopOn));
        }
    }

    /// <summary>The rule that ended the load; null while none did.</summary>
    public RunStop? Stop => _stop;

    public void OnSecond(LoadSecond second)
    {
        _next.OnSecond(second);
        _phases?.OnSecond(second);
        if (_stop is not null)
        {
            return;
        }

        foreach (var rule in _rules)
        {
            if (rule.Look(second) is { } stop)
            {
                _stop = stop;
                _next.OnMessage($"Stopping: {stop.Reason} No new iterations; waiting for those in flight.");
                _stopLoad.Cancel();
                return;
            }
        }
    }

    public void OnHealth(HealthSecond second) => _next.OnHealth(second);

    public void OnPhaseStarted(PhasePlan phase) => _next.OnPhaseStarted(phase);

    public void OnMessage(string message) => _next.OnMessage(message);
}
