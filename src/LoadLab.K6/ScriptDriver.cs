using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.K6;

/// <summary>Runs a script's load on LoadLab's engine, and adds what its metrics and checks came to.</summary>
internal sealed class ScriptDriver(ScriptRun run, ILoadDriver engine) : ILoadDriver
{
    public async Task<LoadResult> RunAsync(LoadRequest request, ILoadObserver observer, CancellationToken stop)
    {
        using (run)
        using (var abort = CancellationTokenSource.CreateLinkedTokenSource(stop))
        using (var watch = new ScriptWatch(run, observer, abort))
        {
            run.Test.Say = observer.OnMessage;
            var result = await engine.RunAsync(request, watch, abort.Token).ConfigureAwait(false);
            var dropped = result.Phases.Sum(phase => phase.Whole.Dropped);
            if (dropped > 0)
            {
                run.Test.Metrics.Dropped.Add(dropped, LoadLab.K6.Metrics.SampleTags.None);
            }

            result = result with { Script = run.Results() };
            return watch.Stop is { } rule && !stop.IsCancellationRequested ? result with { Outcome = RunOutcome.Stopped, Reason = rule.Reason, Stop = rule } : result;
        }
    }
}
