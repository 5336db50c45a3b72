using LoadLab.Cli.Invocations;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Parts;

/// <summary>What it takes to make a run of a suite.</summary>
internal interface IRunMaking
{
    /// <summary>Installs what this machine lacks and says each command before it runs.</summary>
    Task SetupAsync(IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Reads suite, scenarios and catalogue and makes the plan.</summary>
    /// <exception cref="LoadLabException">Something in them is wrong (104); with all faults.</exception>
    PreparedRun Prepare(RunArguments arguments);

    /// <summary>A runner over a store, whose runs are judged by the given judge.</summary>
    Runner CreateRunner(RunStore store, Func<RunRecord, RunEvaluation> judge);

    /// <summary>A runner over a store for a prepared run.</summary>
    Runner CreateRunner(RunStore store, PreparedRun prepared) => CreateRunner(store, prepared.Judge);

    /// <summary>Shows a run while it runs. Disposed before anything else is printed when it is disposable.</summary>
    IRunObserver CreateObserver();

    /// <summary>Opens what publishes the run's figures while it runs; null when nothing was asked for.</summary>
    /// <exception cref="LoadLabException">An address is wrong, its port is taken, or nobody is there (104).</exception>
    Task<IRunObserver?> PublishAsync(PublishArguments arguments, IReadOnlyList<double> limitsMs, CancellationToken cancellationToken);

    /// <summary>Listens for Ctrl-C and SIGTERM from now on.</summary>
    Interrupts Listen();
}
