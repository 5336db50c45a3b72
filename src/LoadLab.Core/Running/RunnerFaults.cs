using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Running;

/// <summary>
/// Breaks parts of the stack by the plan, on the run's clock, and mends them: when a healer calls, by plan, or at once when the load ends before. What cannot
/// be broken or mended ends the load in order; what was measured is kept.
/// </summary>
internal sealed class RunnerFaults : IAsyncDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);

    private readonly RunPlan _plan;
    private readonly IStackControl? _control;
    private readonly RunClock _clock;
    private readonly RunnerCollector _collector;
    private readonly CancellationTokenSource _stopLoad;
    private readonly IHealingCalls? _healing;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly SortedSet<int> _broken = [];
    private readonly CancellationTokenSource _stop;
    private readonly Task _loop;
    private volatile string? _reason;

    private RunnerFaults(RunPlan plan, IStackControl? control, RunClock clock, RunnerCollector collector, CancellationTokenSource stopLoad, IHealingCalls? healing)
    {
        (_plan, _control, _clock, _collector, _stopLoad, _healing) = (plan, control, clock, collector, stopLoad, healing);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopLoad.Token);
        if (healing is not null)
        {
            healing.Heal = HealAsync;
        }

        _loop = plan.Faults.Count == 0 ? Task.CompletedTask : Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Why the load was ended; null when it was not.</summary>
    public string? Reason => _reason;

    /// <summary>Tells what of the plan the stack cannot do, before any load.</summary>
    /// <exception cref="LoadLabException">It has no control, or lacks a part (104); with every such fault.</exception>
    public static void Check(RunPlan plan, IStack stack)
    {
        var roles = stack.Control?.Roles ?? [];
        var missing = plan.Faults.Select(fault => fault.Role).Where(role => !roles.Contains(role)).Distinct().ToList();
        if (missing.Count > 0)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                [.. missing.Select(role => roles.Count == 0
                    ? $"Suite '{plan.Suite}', faults: LoadLab did not start this stack and cannot break its {role}."
                    : $"Suite '{plan.Suite}', faults: this stack has no part '{role}' to break. It has: {string.Join(", ", roles)}.")],
                "Take the fault out of the suite, or use --stack processes or containers.");
        }
    }

    /// <summary>Begins to wait for the first fault.</summary>
    public static RunnerFaults Start(RunPlan plan, IStack stack, RunClock clock, RunnerCollector collector, CancellationTokenSource stopLoad, IHealingCalls? healing = null) =>
        new(plan, stack.Control, clock, collector, stopLoad, healing);

    /// <summary>Mends what is still broken and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_healing is not null)
        {
            _healing.Heal = null;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        // A healer's call that has begun ends before the stack goes down.
        await _one.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _one.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var steps = _plan.Faults
            .SelectMany((fault, index) => new[] { (fault.At, Breaks: true, Index: index), (At: fault.At + fault.For, Breaks: false, Index: index) })
            // At one time, mending comes first.
            .OrderBy(step => step.At).ThenBy(step => step.Breaks);
        try
        {
            foreach (var (at, breaks, index) in steps)
            {
                // A delay is in whole milliseconds, and rounded down it would end too early.
                while (at.TotalSeconds - _clock.Seconds is > 0 and var wait)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait * 1000)), _clock.Time, _stop.Token).ConfigureAwait(false);
                }

                _stop.Token.ThrowIfCancellationRequested();
                if (breaks)
                {
                    await BreakAsync(index).ConfigureAwait(false);
                }
                else
                {
                    await MendAsync(index).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The load has ended, or is ending: its drain needs a whole stack.
        }
        catch (Exception fault)
        {
            await FailAsync(fault).ConfigureAwait(false);
        }

        foreach (var index in Enumerable.Range(0, _plan.Faults.Count))
        {
            try
            {
                await MendAsync(index).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                await FailAsync(fault).ConfigureAwait(false);
            }
        }
    }

    private async Task BreakAsync(int index)
    {
        var fault = _plan.Faults[index];
        using var limit = new CancellationTokenSource(CallLimit, _clock.Time);
        await _one.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            // Before the call: one that fails half-way may have broken it.
            _broken.Add(index);
            _collector.Faults.Breaking();
            await (fault.Kind == FaultKind.Stop ? _control!.StopAsync(fault.Role, limit.Token) : _control!.PauseAsync(fault.Role, limit.Token)).ConfigureAwait(false);
            _collector.OnFault(new FaultEvent(index, _clock.Seconds, null), $"{Words(fault)}, for {DurationValue.Format(fault.For)}{(fault.HealWithin is null ? "" : " or until a healer starts it anew")}");
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Mends it, where no healer was first.</summary>
    private async Task MendAsync(int index)
    {
        var fault = _plan.Faults[index];
        using var limit = new CancellationTokenSource(CallLimit, _clock.Time);
        await _one.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_broken.Remove(index))
            {
                await (fault.Kind == FaultKind.Stop ? _control!.StartAsync(fault.Role, limit.Token) : _control!.ResumeAsync(fault.Role, limit.Token)).ConfigureAwait(false);
                _collector.OnMended(index, _clock.Seconds, $"{fault.Role} {(fault.Kind == FaultKind.Stop ? "started again" : "resumed")}", healedBy: null);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Starts a broken part anew, as a service manager does: a frozen one is ended first. What is not broken on purpose is left alone.</summary>
    private async Task<string?> HealAsync(HealingCall call)
    {
        using var limit = new CancellationTokenSource(CallLimit, _clock.Time);
        await _one.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_broken.Where(index => _plan.Faults[index].Role == call.Role).ToList() is not [var index, ..])
            {
                return $"{call.Role} is not broken on purpose now, so nothing was done.";
            }

            _broken.Remove(index);
            if (_plan.Faults[index].Kind == FaultKind.Pause)
            {
                // A frozen container cannot be killed.
                await _control!.ResumeAsync(call.Role, limit.Token).ConfigureAwait(false);
                await _control.StopAsync(call.Role, limit.Token).ConfigureAwait(false);
            }

            await _control!.StartAsync(call.Role, limit.Token).ConfigureAwait(false);
            _collector.OnMended(index, _clock.Seconds, $"{call.Role} started anew by the healer ({call.By})", call.By);
            return null;
        }
        catch (Exception fault)
        {
            await FailAsync(fault).ConfigureAwait(false);
            return $"{call.Role} could not be started anew: {fault.Message}";
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task FailAsync(Exception fault)
    {
        if (_reason is not null)
        {
            return;
        }

        _reason = $"a part of the stack could not be broken or mended as the suite says: {fault.Message}";
        _collector.Add(new Finding(
            "fault-control",
            FindingSeverity.Invalid,
            fault.Message,
            "every part that is broken on purpose breaks, and comes back",
            "Find out why from the lines above. The load was stopped; what was measured until then is kept."));
        await _stopLoad.CancelAsync().ConfigureAwait(false);
    }

    private static string Words(FaultPlan fault) => $"{fault.Role} {(fault.Kind == FaultKind.Stop ? "stopped" : "paused")} on purpose";
}
