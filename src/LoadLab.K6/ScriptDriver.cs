using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.K6.Metrics;

namespace LoadLab.K6;

/// <summary>Runs a script's load on LoadLab's engine, and adds what its metrics and checks came to.</summary>
internal sealed class ScriptDriver(ScriptRun run, ILoadDriver engine) : ILoadDriver
{
    public async Task<LoadResult> RunAsync(LoadRequest request, ILoadObserver observer, CancellationToken stop)
    {
        run.Begin(request);
        using (run)
        using (var abort = CancellationTokenSource.CreateLinkedTokenSource(stop))
        using (var watch = new ScriptWatch(run, observer, abort))
        {
            run.Test.Say = observer.OnMessage;
            var result = await engine.RunAsync(request, watch, abort.Token).ConfigureAwait(false);
            CountDropped(request.Plan, result);
            foreach (var advice in NameAdvice.Of(result.Phases))
            {
                observer.OnMessage(advice);
            }

            watch.CountUsers();
            var results = run.Results();
            run.Test.Say = observer.OnMessage;
            await run.SummariseAsync(results).ConfigureAwait(false);
            result = result with { Script = results };
            return watch.Stop is { } rule && !stop.IsCancellationRequested ? result with { Outcome = RunOutcome.Stopped, Reason = rule.Reason, Stop = rule } : result;
        }
    }

    /// <summary>As in k6: arrivals that found no user, and iterations for which a scenario had no time left. A test that was ended before its time drops none.</summary>
    private void CountDropped(RunPlan plan, LoadResult result)
    {
        foreach (var phase in result.Phases)
        {
            var planned = plan.Phases.FirstOrDefault(one => one.Name == phase.Name);
            var scenario = planned is null ? null : run.Named.Find(planned)?.Facts;
            var left = result.Outcome == RunOutcome.Completed && scenario?.Iterations is { } all ? Math.Max(0, all - phase.Whole.Started) : 0;
            if (phase.Whole.Dropped + left > 0)
            {
                run.Test.Metrics.Dropped.Add(
                    phase.Whole.Dropped + left, scenario is null ? new SampleTags { Own = [run.Test.Requests.Tags] } : new SampleTags { Own = [scenario.Tags, run.Test.Requests.Tags], Scenario = scenario.Name });
            }
        }
    }
}
