using LoadLab.Cli.Invocations;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Publishing.Live;
using LoadLab.Stacks.Setup;

namespace LoadLab.Cli;

/// <summary>Makes runs with the stacks, probes and driver of a composition, and shows them on standard error.</summary>
internal sealed class StackMaking(Composition composition, TextWriter error) : IRunMaking
{
    private bool _isHinted;

    public Task SetupAsync(IProgress<string> progress, CancellationToken cancellationToken) => new MachineSetup().InstallAsync(progress, cancellationToken);

    /// <summary>As the interface says; a password on the command line is pointed out, once.</summary>
    public PreparedRun Prepare(RunArguments arguments)
    {
        if (!_isHinted && CommandLineSecrets.Hint(arguments) is { } hint)
        {
            _isHinted = true;
            error.WriteLine(hint);
        }

        return composition.Prepare(arguments) with { Publish = arguments.Publish };
    }

    public Runner CreateRunner(RunStore store, Func<RunRecord, RunEvaluation> judge) => composition.CreateRunner(store, judge);

    public Runner CreateRunner(RunStore store, PreparedRun prepared) => composition.CreateRunner(store, prepared);

    public IRunObserver CreateObserver() => new LiveView();

    public async Task<IRunObserver?> PublishAsync(PublishArguments arguments, IReadOnlyList<double> limitsMs, CancellationToken cancellationToken) =>
        PublishTargets.Parse(arguments.Otlp, arguments.PrometheusListen, arguments.PrometheusRemoteWrite) is { } targets
            ? await LivePublisher.StartAsync(targets, limitsMs, Environment.GetEnvironmentVariable, error.WriteLine, TimeProvider.System, cancellationToken).ConfigureAwait(false)
            : null;

    public Interrupts Listen() => new(error, composition.Kill, Environment.Exit);
}
