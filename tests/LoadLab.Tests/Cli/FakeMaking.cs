using LoadLab.Cli.Invocations;
using LoadLab.Cli.Parts;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Running;

namespace LoadLab.Tests.Cli;

/// <summary>Makes runs of the plans and with the runners of a test; installs, shows and ends nothing.</summary>
internal sealed class FakeMaking(TextWriter error, Func<RunArguments, PreparedRun> prepare, Func<RunStore, Func<RunRecord, RunEvaluation>, Runner> runner) : IRunMaking
{
    public Task SetupAsync(IProgress<string> progress, CancellationToken cancellationToken) => Task.CompletedTask;

    public PreparedRun Prepare(RunArguments arguments) => prepare(arguments);

    public Runner CreateRunner(RunStore store, Func<RunRecord, RunEvaluation> judge) => runner(store, judge);

    public IRunObserver CreateObserver() => new RunnerFakes.FakeObserver([]);

    public Task<IRunObserver?> PublishAsync(PublishArguments arguments, IReadOnlyList<double> limitsMs, CancellationToken cancellationToken) => Task.FromResult<IRunObserver?>(null);

    public Interrupts Listen() => new(error, () => { }, _ => { });
}
