using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Core.Running;

/// <summary>Runs one iteration of each scenario: stack up, iterations, stack down. Nothing is judged, and nothing is kept.</summary>
public sealed class OnceRunner(RunnerParts parts)
{
    /// <summary>Runs it.</summary>
    /// <param name="plan">A plan; only what scenarios it names counts, and its stack.</param>
    /// <param name="scenarios">The scenarios that it names.</param>
    /// <param name="trace">Sees the iterations.</param>
    /// <param name="progress">Gets what the stack says.</param>
    /// <param name="log">Gets what scenarios write.</param>
    /// <param name="stop">Ends in order.</param>
    /// <exception cref="LoadLabException">It could not begin: bad environment (104), stopped before (105), a scenario's init threw (107).</exception>
    public async Task<LoadResult> RunAsync(RunPlan plan, IReadOnlyList<ScenarioProps> scenarios, IIterationTrace trace, IProgress<string> progress, IProgress<string> log, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        RunnerSecrets.Check(plan, scenarios);
        var once = OncePlan.Of(plan);
        try
        {
            var provider = await RunnerStack.ChooseAsync(parts.Providers, once.Stack, progress, stop).ConfigureAwait(false);
            await using var stack = await provider.StartAsync(once.Stack, once.Seed, progress, stop).ConfigureAwait(false);
            await parts.CheckTarget(stack.BaseAddress, stop).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            return await parts.Driver.RunAsync(
                new LoadRequest(once, scenarios, stack.BaseAddress, new RunClock(parts.Time, null)) { Instances = stack.Instances, Trace = trace }, new Observer(log), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (stop.IsCancellationRequested)
        {
            throw new LoadLabException(ExitCode.Interrupted, "Interrupted before the first iteration.", inner: fault);
        }
    }

    private sealed class Observer(IProgress<string> log) : ILoadObserver
    {
        public void OnMessage(string message) => log.Report(message);
    }
}
