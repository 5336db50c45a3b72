using LoadLab.Cli.Invocations;
using LoadLab.Cli.Parts;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Sdk;

namespace LoadLab.Cli.Making;

/// <summary>Makes runs of suites, shows them while they run, and writes their reports.</summary>
internal sealed class RunMaker(CliConsole console, RunOutput output, IRunMaking making)
{
    /// <inheritdoc cref="IRunMaking.Prepare"/>
    public PreparedRun Prepare(RunArguments arguments) => making.Prepare(arguments);

    /// <inheritdoc cref="IRunMaking.Listen"/>
    public Interrupts Listen() => making.Listen();

    /// <summary>Installs what this machine lacks.</summary>
    public Task SetupAsync(CancellationToken stop) => making.SetupAsync(new Lines(console.Error), stop);

    /// <summary>Makes a prepared run and writes its reports; a source makes its phases while it runs.</summary>
    /// <returns>The run, and the path of the report to read first.</returns>
    public async Task<(RunResult Result, string Report)> MakeAsync(PreparedRun prepared, RunStore store, bool isSetup, CancellationToken stop, IRunObserver? observer = null, IPhaseSource? source = null)
    {
        var result = await RunAsync(prepared, store, isSetup, stop, observer, source).ConfigureAwait(false);
        return (result, await output.WriteReportsAsync(new JudgedRun(result.Record, result.Evaluation), result.Directory).ConfigureAwait(false));
    }

    /// <summary>The same without its reports.</summary>
    public async Task<RunResult> RunAsync(PreparedRun prepared, RunStore store, bool isSetup, CancellationToken stop, IRunObserver? observer = null, IPhaseSource? source = null)
    {
        if (isSetup)
        {
            await SetupAsync(stop).ConfigureAwait(false);
        }

        var live = await making.PublishAsync(prepared.Publish, LimitsMs(prepared), stop).ConfigureAwait(false);
        var seen = RunObservers.Of(observer ?? making.CreateObserver(), live);
        return await ObserveAsync(making.CreateRunner(store, prepared), prepared.Plan, prepared.Scenarios, seen, stop, source).ConfigureAwait(false);
    }

    /// <summary>The response-time limits that the run is judged by, in ms.</summary>
    private static List<double> LimitsMs(PreparedRun prepared) =>
        [.. prepared.Catalogue.Select(prepared.Plan.Slos).OfType<ResponseTimeSlo>().Where(slo => slo.Measure is MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime).Select(slo => slo.Objective.Limit)];

    /// <summary>Runs a plan and shows it while it runs. The observer is disposed.</summary>
    public static async Task<RunResult> ObserveAsync(Runner runner, RunPlan plan, IReadOnlyList<ScenarioProps> scenarios, IRunObserver observer, CancellationToken stop, IPhaseSource? source = null)
    {
        try
        {
            return await runner.RunAsync(plan, scenarios, observer, stop, source).ConfigureAwait(false);
        }
        finally
        {
            switch (observer)
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
}
