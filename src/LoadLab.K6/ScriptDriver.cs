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
            var dropped = result.Phases.Sum(phase => phase.Whole.Dropped);
            if (dropped > 0)
            {
                run.Test.Metrics.Dropped.Add(dropped, SampleTags.None);
            }

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
}
