using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Sdk;

namespace LoadLab.Core.Running;

/// <summary>Makes a run: stack up, load and probes side by side, stack down, record. One run at a time.</summary>
public sealed class Runner(RunnerParts parts)
{
    /// <summary>Runs the plan. From the first second of load on, what was measured is kept, whatever happens.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="scenarios">The scenarios that it names.</param>
    /// <param name="observer">Sees the run as it happens; one call at a time.</param>
    /// <param name="stop">Ends in order: no new iterations, drain, record.</param>
    /// <param name="source">Makes the phases while the run runs; null for those of the plan.</param>
    /// <exception cref="LoadLabException">The load could not begin: bad environment (104), stopped before (105), a scenario's init threw (107).</exception>
    public async Task<RunResult> RunAsync(RunPlan plan, IReadOnlyList<ScenarioProps> scenarios, IRunObserver observer, CancellationToken stop, IPhaseSource? source = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        RunnerSecrets.Check(plan, scenarios);
        if (parts.Healing is not { } healing)
        {
            return await KeepAsync(plan, scenarios, observer, source, stop).ConfigureAwait(false);
        }

        await using (healing.ConfigureAwait(false))
        {
            await healing.StartAsync().ConfigureAwait(false);
            return await KeepAsync(plan, scenarios, observer, source, stop).ConfigureAwait(false);
        }
    }

    private async Task<RunResult> KeepAsync(RunPlan plan, IReadOnlyList<ScenarioProps> scenarios, IRunObserver observer, IPhaseSource? source, CancellationToken stop)
    {
        var runId = RunId.New(parts.Time.GetUtcNow(), plan.Suite);
        using var writer = parts.Store.Begin(runId);
        var collector = new RunnerCollector(writer, observer, plan.Hidden is { } hidden ? hidden.Hide : text => text);
        var kept = RunRedaction.Of(plan);
        observer.OnRunStarted(runId, kept);
        RunRecord record;
        try
        {
            var stack = await StartStackAsync(plan, collector, stop).ConfigureAwait(false);
            record = await LoadAsync(runId, plan, kept, scenarios, stack, writer, collector, source, stop).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Everything after the first second of load ends in a record, so nothing was measured when this is reached.
            writer.Discard();
            if (fault is OperationCanceledException && stop.IsCancellationRequested)
            {
                throw new LoadLabException(ExitCode.Interrupted, "Interrupted before the load began. Nothing was measured.", inner: fault);
            }

            throw;
        }

        return Keep(record, writer);
    }

    private async Task<IStack> StartStackAsync(RunPlan plan, RunnerCollector collector, CancellationToken stop)
    {
        var progress = new Lines(collector);
        var provider = await RunnerStack.ChooseAsync(parts.Providers, plan.Stack, progress, stop).ConfigureAwait(false);
        return await provider.StartAsync(plan.Stack, plan.Seed, progress, stop).ConfigureAwait(false);
    }

    private async Task<RunRecord> LoadAsync(
        string runId,
        RunPlan plan,
        RunPlan kept,
        IReadOnlyList<ScenarioProps> scenarios,
        IStack stack,
        RunWriter writer,
        RunnerCollector collector,
        IPhaseSource? source,
        CancellationToken stop)
    {
        LoadResult load;
        RunClock clock;
        var fingerprint = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            RunnerFaults.Check(plan, stack);
            await parts.CheckTarget(stack.BaseAddress, stop).ConfigureAwait(false);
            Merge(fingerprint, parts.Machine());
            Merge(fingerprint, stack.Fingerprint);
            stop.ThrowIfCancellationRequested();
            clock = StartClock(plan, collector);
            writer.Start(clock.StartedAt, kept, fingerprint);
            using var phases = source is null ? null : new RunnerPhases(source, runId, kept, clock, fingerprint, collector);
            load = await DriveAsync(runId, plan, scenarios, stack, clock, collector, phases, stop).ConfigureAwait(false);
            kept = phases?.Plan ?? kept;
        }
        catch (Exception)
        {
            await TakeDownAsync(stack, collector).ConfigureAwait(false);
            throw;
        }

        foreach (var finding in load.Findings)
        {
            collector.Add(finding);
        }

        collector.OnLoadEnded(load.Outcome);
        await TakeDownAsync(stack, collector).ConfigureAwait(false);
        return collector.ToRecord(runId, kept, clock, load, fingerprint);
    }

    private async Task<LoadResult> DriveAsync(
        string runId, RunPlan plan, IReadOnlyList<ScenarioProps> scenarios, IStack stack, RunClock clock, RunnerCollector collector, RunnerPhases? phases, CancellationToken stop)
    {
        using var stopLoad = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var gate = new RunnerGate(plan, collector, stopLoad, phases);
        RunnerWatch watch;
        RunnerFaults faults;
        LoadResult load;
        await using (RunnerProbes.Start(parts.Probes(stack, plan), plan, clock, collector).ConfigureAwait(false))
        {
            await using ((watch = RunnerWatch.Start(stack, plan, collector, parts.Time, stopLoad)).ConfigureAwait(false))
            await using ((faults = RunnerFaults.Start(plan, stack, clock, collector, stopLoad, parts.Healing)).ConfigureAwait(false))
            {
                try
                {
                    load = await parts.Driver.RunAsync(
                        new LoadRequest(plan, scenarios, stack.BaseAddress, clock) { RunId = runId, Instances = stack.Instances, NextPhase = phases is null ? null : phases.NextAsync }, gate, stopLoad.Token).ConfigureAwait(false);
                }
                catch (Exception fault) when (collector.HasLoad)
                {
                    collector.Add(new Finding(
                        "driver-fault",
                        FindingSeverity.Invalid,
                        $"the load ended with {fault.GetType().Name}: {fault.Message}",
                        "a load that runs to its end",
                        "What was measured until then is kept. If the message does not help, report it: this should not happen."));
                    load = new LoadResult(collector.RecoverPhases(phases?.Plan ?? plan), RunOutcome.Incomplete, fault.Message);
                }
            }
        }

        if (load.Outcome == RunOutcome.Completed || stop.IsCancellationRequested)
        {
            return load;
        }

        // A stack that died explains failures, not the other way round.
        if ((watch.Reason ?? faults.Reason) is { } reason)
        {
            return load with { Outcome = RunOutcome.Stopped, Reason = reason };
        }

        collector.Stop = gate.Stop ?? load.Stop;
        return gate.Stop is { } rule ? load with { Outcome = RunOutcome.Stopped, Reason = rule.Reason } : load;
    }

    /// <summary>The run's clock: from now, or from the wall-clock start of all shards, which must not have passed.</summary>
    private RunClock StartClock(RunPlan plan, RunnerCollector collector)
    {
        var now = parts.Time.GetUtcNow();
        if (plan.StartAt is { } startAt && startAt <= now)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                FormattableString.Invariant($"--start-at {startAt:O} passed {(now - startAt).TotalSeconds:0.0} s before the stack was ready. Nothing was measured."),
                "Give all shards a later time: the stack and the scenarios' inits must be ready by then.");
        }

        if (plan.StartAt is { } later)
        {
            collector.OnStack(FormattableString.Invariant($"The load begins at {later:O}, in {(later - now).TotalSeconds:0.0} s."));
        }

        return new RunClock(parts.Time, plan.StartAt);
    }

    /// <summary>Takes the stack down. What goes wrong there must not cost the record.</summary>
    private static async Task TakeDownAsync(IStack stack, RunnerCollector collector)
    {
        try
        {
            await stack.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            collector.Add(new Finding(
                "stack-down", FindingSeverity.Warning, $"taking the stack down failed: {fault.Message}", "nothing left behind", "Look for processes that were left."));
        }
    }

    /// <summary>Judges and writes. A judge that throws must not cost the record, nor a full disk the verdicts.</summary>
    private RunResult Keep(RunRecord record, RunWriter writer)
    {
        RunEvaluation evaluation;
        try
        {
            evaluation = parts.Judge(record);
        }
        catch (Exception)
        {
            writer.Complete(record, evaluation: null);
            throw;
        }

        LoadLabException? storeFault = null;
        try
        {
            writer.Complete(record, evaluation);
        }
        catch (LoadLabException fault)
        {
            storeFault = fault;
        }

        return new RunResult(record, evaluation, writer.Folder, storeFault);
    }

    private static void Merge(SortedDictionary<string, string> into, IReadOnlyDictionary<string, string> from)
    {
        foreach (var (key, value) in from)
        {
            into[key] = value;
        }
    }

    /// <summary>Hands lines on in their order; <see cref="Progress{T}"/> would hand them to the thread pool.</summary>
    private sealed class Lines(RunnerCollector collector) : IProgress<string>
    {
        public void Report(string value) => collector.OnStack(value);
    }
}
