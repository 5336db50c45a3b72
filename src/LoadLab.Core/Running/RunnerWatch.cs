using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Looks once a second whether the run still makes sense: the stack lives, the disk takes results. Ends the load when not.</summary>
internal sealed class RunnerWatch : IAsyncDisposable
{
    private readonly IStack _stack;
    private readonly RunPlan _plan;
    private readonly RunnerCollector _collector;
    private readonly CancellationTokenSource _stopLoad;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private RunnerWatch(IStack stack, RunPlan plan, RunnerCollector collector, TimeProvider time, CancellationTokenSource stopLoad)
    {
        _stack = stack;
        _plan = plan;
        _collector = collector;
        _stopLoad = stopLoad;
        _loop = Task.Run(() => WatchAsync(time), CancellationToken.None);
    }

    /// <summary>Why the load was ended; null when it was not.</summary>
    public string? Reason { get; private set; }

    /// <summary>Begins to look.</summary>
    public static RunnerWatch Start(IStack stack, RunPlan plan, RunnerCollector collector, TimeProvider time, CancellationTokenSource stopLoad) =>
        new(stack, plan, collector, time, stopLoad);

    /// <summary>Looks a last time, so that what ended the load in its last second is told.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        Look();
        _stop.Dispose();
    }

    private async Task WatchAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            do
            {
                if (Look())
                {
                    await _stopLoad.CancelAsync().ConfigureAwait(false);
                    return;
                }
            }
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The load has ended by itself.
        }
    }

    private string After(string role) => _collector.Faults.TimesStartedAgain(_plan, role) > 0 ? ", after it had been started again as the suite's faults say" : "";

    private bool Look()
    {
        if (Reason is not null)
        {
            return true;
        }

        var dead = _stack.FindDead();
        foreach (var (role, log) in dead)
        {
            _collector.Add(new Finding(
                "stack-died",
                FindingSeverity.Invalid,
                $"{role} ended while the load ran{After(role)}. Its last lines: {log}",
                "every process of the stack lives until the run takes it down",
                $"Find out from its log why {role} ended. The load was stopped."));
        }

        if (dead.Count > 0)
        {
            Reason = $"{string.Join(" and ", dead.Keys)} ended while the load ran";
        }
        else if (_collector.StoreFault is { } fault)
        {
            _collector.Add(new Finding(
                "results-disk", FindingSeverity.Warning, $"results cannot be written: {fault}", "a disk that takes the results", "Make room. The load was stopped."));
            Reason = $"the results cannot be written: {fault}";
        }

        return Reason is not null;
    }
}
