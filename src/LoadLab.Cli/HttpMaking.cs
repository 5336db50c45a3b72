using LoadLab.Cli.Http;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Parts;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.Cli;

/// <summary>Makes ad hoc loads, shown and interrupted as runs of suites are.</summary>
internal sealed class HttpMaking(CommandEnvironment environment, IRunMaking making) : IHttpMaking
{
    public CommandEnvironment CommandEnvironment => environment;

    public Runner CreateRunner(RunStore store, HttpLoad load) => Composition.CreateHttpRunner(store, load);

    public IRunObserver CreateObserver() => making.CreateObserver();

    public Task<IRunObserver?> PublishAsync(PublishArguments arguments, IReadOnlyList<double> limitsMs, CancellationToken cancellationToken) => making.PublishAsync(arguments, limitsMs, cancellationToken);

    public Interrupts Listen() => making.Listen();
}
