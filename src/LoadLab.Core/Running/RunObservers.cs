using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Several observers of one run, each told in their order.</summary>
public sealed class RunObservers(IReadOnlyList<IRunObserver> all) : IRunObserver, IAsyncDisposable
{
    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings => [.. all.SelectMany(one => one.Findings)];

    /// <summary>One observer as it is; more of them together.</summary>
    public static IRunObserver Of(IRunObserver first, IRunObserver? second) => second is null ? first : new RunObservers([first, second]);

    /// <inheritdoc/>
    public void OnRunStarted(string runId, RunPlan plan) => Each(one => one.OnRunStarted(runId, plan));

    /// <inheritdoc/>
    public void OnStack(string line) => Each(one => one.OnStack(line));

    /// <inheritdoc/>
    public void OnProbe(Measure measure, ProbePoint point) => Each(one => one.OnProbe(measure, point));

    /// <inheritdoc/>
    public void OnLoadEnded(RunOutcome outcome) => Each(one => one.OnLoadEnded(outcome));

    /// <inheritdoc/>
    public void OnSecond(LoadSecond second) => Each(one => one.OnSecond(second));

    /// <inheritdoc/>
    public void OnHealth(HealthSecond second) => Each(one => one.OnHealth(second));

    /// <inheritdoc/>
    public void OnPhaseStarted(PhasePlan phase) => Each(one => one.OnPhaseStarted(phase));

    /// <inheritdoc/>
    public void OnMessage(string message) => Each(one => one.OnMessage(message));

    /// <summary>Disposes those that can be, in their order.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in all)
        {
            switch (one)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    private void Each(Action<IRunObserver> tell)
    {
        foreach (var one in all)
        {
            tell(one);
        }
    }
}
