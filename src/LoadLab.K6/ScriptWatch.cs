using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.K6.Loads;
using LoadLab.K6.Metrics;

namespace LoadLab.K6;

/// <summary>Looks each second at thresholds that end the test, and ends scenarios that have lasted as long as they may.</summary>
internal sealed class ScriptWatch(ScriptRun run, ILoadObserver next, CancellationTokenSource abort) : ILoadObserver, IDisposable
{
    private readonly List<ScriptThreshold> _aborts = [.. run.Options.Thresholds.Where(threshold => threshold.AbortOnFail)];
    private readonly List<ITimer> _timers = [];
    private int _lastSecond = -1;
    private int _second = -1;
    private int _users;

    /// <summary>The threshold that ended the test; null while none did.</summary>
    public RunStop? Stop { get; private set; }

    public void OnSecond(LoadSecond second)
    {
        next.OnSecond(second);
        if (second.Second != _second)
        {
            CountUsers();
            (_second, _users) = (second.Second, 0);
        }

        _users += second.VirtualUsers;
        if (_aborts.Count == 0 || Stop is not null || second.Second == _lastSecond)
        {
            return;
        }

        _lastSecond = second.Second;
        var metrics = run.Results().Metrics;
        foreach (var threshold in _aborts.Where(threshold => run.Test.Seconds >= threshold.DelayAbort.TotalSeconds))
        {
            if (metrics.FirstOrDefault(metric => metric.Name == threshold.Metric) is { Samples: > 0 } metric
                && metric.Values.TryGetValue(threshold.Statistic, out var value) && !threshold.Holds(value))
            {
                Stop = new RunStop(threshold.Id, second.Phase, second.Second, FormattableString.Invariant($"the script's threshold {threshold.Id} has abortOnFail, and {threshold.Statistic} is {value:0.####}."));
                next.OnMessage($"Stopping: {Stop.Reason} No new iterations; waiting for those in flight.");
                abort.Cancel();
                return;
            }
        }
    }

    public void OnHealth(HealthSecond second) => next.OnHealth(second);

    public void OnMessage(string message) => next.OnMessage(message);

    public void OnPhaseStarted(PhasePlan phase)
    {
        run.Prepare(phase);
        next.OnPhaseStarted(phase);
        if (run.Named.Find(phase) is not { } scenario)
        {
            return;
        }

        var name = scenario.Facts.Name;
        if (scenario.RampDown is { } grace)
        {
            var started = run.Test.Time.GetTimestamp();
            foreach (var (at, user) in RampDown.EndsOf(phase).Where(end => end.At + grace < phase.Duration + phase.Drain))
            {
                After(at + grace, () => run.Cut(name, user, started + (long)(at.TotalSeconds * run.Test.Time.TimestampFrequency)));
            }
        }

        if (scenario.MaxDuration is { } longest)
        {
            After(longest, () => run.StopScenario(name, FormattableString.Invariant($"its maxDuration of {longest.TotalSeconds:0.###} s is over.")));
            After(longest + phase.Drain, () => run.Cut(name));
        }
    }

    /// <summary>Counts the users of the second that is complete, over all phases. The last one, in which the load had ended already, is none.</summary>
    public void CountUsers()
    {
        if (_second >= 0 && _users > 0)
        {
            run.Test.Metrics.Users.Add(_users, SampleTags.None);
            run.Test.Metrics.UsersMax.Add(run.Users.Count, SampleTags.None);
        }
    }

    public void Dispose() => _timers.ForEach(timer => timer.Dispose());

    private void After(TimeSpan delay, Action act) => _timers.Add(run.Test.Time.CreateTimer(_ => act(), null, delay, Timeout.InfiniteTimeSpan));
}
