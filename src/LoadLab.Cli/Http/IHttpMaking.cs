using LoadLab.Cli.Invocations;
using LoadLab.Cli.Parts;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Http;

/// <summary>What it takes to make an ad hoc load.</summary>
internal interface IHttpMaking
{
    /// <summary>Where the command line was given, for what a report says about doing it again.</summary>
    CommandEnvironment CommandEnvironment { get; }

    /// <summary>A runner over a store.</summary>
    Runner CreateRunner(RunStore store, HttpLoad load);

    /// <summary>Shows a run while it runs. Disposed before anything else is printed when it is disposable.</summary>
    IRunObserver CreateObserver();

    /// <inheritdoc cref="IRunMaking.PublishAsync"/>
    Task<IRunObserver?> PublishAsync(PublishArguments arguments, IReadOnlyList<double> limitsMs, CancellationToken cancellationToken);

    /// <summary>Listens for Ctrl-C and SIGTERM from now on.</summary>
    Interrupts Listen();
}
