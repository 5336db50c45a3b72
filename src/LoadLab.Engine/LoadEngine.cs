using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Engine.VirtualUsers;
using LoadLab.Sdk;

namespace LoadLab.Engine;

/// <summary>
/// The in-process load driver: virtual users and arrival rates from C# scenarios, timed from their intended start.
/// </summary>
public sealed class LoadEngine : ILoadDriver
{
    /// <inheritdoc/>
    public async Task<LoadResult> RunAsync(LoadRequest request, ILoadObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        var scenarios = request.Plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => Find(request, name), StringComparer.Ordinal);
        using var run = new EngineRun(request, observer);
        using var preparation = new ScenarioPreparation(request, run.Secrets, run.Logger, stop);
        var results = new List<PhaseResult>();
        try
        {
            await preparation.InitAsync(scenarios.Values).ConfigureAwait(false);
            await using (stop.Register(run.Interrupt).ConfigureAwait(false))
            {
                await (request.NextPhase is { } next
                    ? RunDecidedAsync(run, next, scenarios, results, stop)
                    : RunPhasesAsync(run, scenarios, results)).ConfigureAwait(false);
            }
        }
        finally
        {
            await preparation.CleanAsync(scenarios.Values).ConfigureAwait(false);
        }

        await run.EndAsync().ConfigureAwait(false);
        var complete = run.Complete(new LoadResult([.. results.OrderBy(result => result.StartSecond)], run.Outcome, run.StopReason ?? ""));
        return complete with { Findings = [.. complete.Findings, .. preparation.Findings] };
    }

    private static async Task RunPhasesAsync(EngineRun run, Dictionary<string, ScenarioProps> scenarios, List<PhaseResult> results)
    {
        var plan = run.Request.Plan;
        var started = new List<Task>();
        Task before = Task.CompletedTask;
        for (var index = 0; index < plan.Phases.Count; index++)
        {
            var phase = plan.Phases[index];
            var seed = SeedOf(plan, index);
            var after = phase.StartAt is null ? before : Task.CompletedTask;
            before = RunPhaseAsync(run, phase, seed, scenarios, after, results);
            started.Add(before);
        }

        await Task.WhenAll(started).ConfigureAwait(false);
    }

    /// <summary>Phases that are decided one after the other, each from the result of the one before.</summary>
    private static async Task RunDecidedAsync(
        EngineRun run, Func<PhaseResult?, CancellationToken, Task<DecidedPhase?>> next, Dictionary<string, ScenarioProps> scenarios, List<PhaseResult> results, CancellationToken stop)
    {
        while (!run.Stopped && await next(results.LastOrDefault(), stop).ConfigureAwait(false) is { } phase)
        {
            var result = await run.RunPhase(phase.Plan, MixOf(phase.Plan, scenarios), SeedOf(run.Request.Plan, results.Count), phase.End).ConfigureAwait(false);
            results.Add(result);
        }
    }

    private static ScenarioRuntime[] MixOf(PhasePlan phase, Dictionary<string, ScenarioProps> scenarios) =>
        [.. phase.Mix.Select((share, index) => new ScenarioRuntime(index, scenarios[share.Scenario], share.Weight))];

    private static long SeedOf(RunPlan plan, int index) => plan.Seed + (index * 1_000_003L);

    private static async Task RunPhaseAsync(
        EngineRun run, PhasePlan phase, long seed, Dictionary<string, ScenarioProps> scenarios, Task after, List<PhaseResult> results)
    {
        await after.ConfigureAwait(false);
        if (phase.StartAt is { } startAt)
        {
            // A timer may be early by a millisecond.
            while (!run.Stopped && startAt - TimeSpan.FromSeconds(run.Request.Clock.Seconds) is { Ticks: > 0 } wait)
            {
                await Task.WhenAny(Task.Delay(wait + TimeSpan.FromMilliseconds(1), run.Time), run.WhenStopped).ConfigureAwait(false);
            }
        }

        if (run.Stopped)
        {
            return;
        }

        var result = await run.RunPhase(phase, MixOf(phase, scenarios), seed, CancellationToken.None).ConfigureAwait(false);
        lock (results)
        {
            results.Add(result);
        }
    }

    private static ScenarioProps Find(LoadRequest request, string name) =>
        request.Scenarios.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new LoadLabException(
            ExitCode.BadConfiguration,
            $"Suite '{request.Plan.Suite}': scenario '{name}' is not in the assembly. It has: {string.Join(", ", request.Scenarios.Select(scenario => scenario.Name))}.");
}
