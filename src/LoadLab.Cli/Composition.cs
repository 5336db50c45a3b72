using System.CommandLine;
using LoadLab.Cli.Ci;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Http;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Making;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Engine;
using LoadLab.Engine.Http;
using LoadLab.Engine.SelfHealth;
using LoadLab.Engine.SelfTest;
using LoadLab.Monitoring.Healing;
using LoadLab.Stacks;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Doctor;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Probes;
using LoadLab.Stacks.Processes;

namespace LoadLab.Cli;

/// <summary>The program's composition root: says which commands there are; <see cref="RunComposition"/> says which driver, stacks and probes, <see cref="ReportFormats"/> which reports.</summary>
internal sealed class Composition
{
    private readonly Func<string, string?> _environment;
    private readonly RunComposition _runs;

    /// <summary>Puts LoadLab together.</summary>
    /// <param name="home">The directory that holds <c>scenarios</c>.</param>
    /// <param name="environment">Reads a variable of the environment; null for the process's own.</param>
    internal Composition(string home, Func<string, string?>? environment = null)
    {
        _environment = environment ?? Environment.GetEnvironmentVariable;
        _runs = new RunComposition(home, Environment.CurrentDirectory, _environment);
    }

    /// <summary>The formats of reports.</summary>
    internal ReportFormats Formats { get; init; } = new();

    /// <summary>That of this process.</summary>
    public static Composition Create() => new(Home.Find(Environment.GetEnvironmentVariable(Home.Variable), AppContext.BaseDirectory, Environment.CurrentDirectory));

    /// <summary>Where the commands write.</summary>
    public CliConsole CreateConsole(TextWriter output, TextWriter error) => new(output, error, _runs.Variables);

    /// <summary>All commands, in the order of the help. Nothing is made before it is asked for, so that <c>--help</c> costs nothing.</summary>
    public IReadOnlyList<Command> Commands(CliConsole console)
    {
        var (folders, files) = (_runs.Folders, _runs.Files);
        var output = new RunOutput(console, new RunReports(Formats.Run));
        var stored = new StoredRuns(console, folders, Judge);
        var making = new StackMaking(this, console.Error);
        var maker = new RunMaker(console, output, making);
        return
        [
            RunCommand.Create(console, folders, maker, output, new OnceMaker(console, CreateOnce)),
            WatchCommand.Create(console, new WatchedFiles(files).Of, SelfProcess.RunAsync, making.Listen),
            GateCommand.Create(console, folders, stored, maker, output, Formats.Gate, new GitHubOutput(console.Error, _environment, Formats.Annotations, Formats.JobSummary)),
            HttpCommand.Create(console, folders, output, new HttpMaking(_runs.CommandEnvironment, making)),
            CapacityCommand.Create(console, folders, stored, maker, output),
            PlanCommand.Create(console, stored, making.Prepare),
            PlanCapacityCommand.Create(console, stored, TimeProvider.System),
            RunsCommand.Create(console, stored, output),
            CompareCommand.Create(console, stored, maker, Formats.Comparison),
            CrosscheckCommand.Create(console, folders, maker),
            NoiseCommand.Create(console, folders, stored, maker),
            TrendCommand.Create(console, stored),
            BaselineCommand.Create(console, stored),
            ReportCommand.Create(console, folders, stored, output, files, Formats.Compliance),
            SloCommand.Create(console, folders, files, SloExports.All, TimeProvider.System),
            HealCommand.Create(console, files, TimeProvider.System, making.Listen),
            ImportCommand.Create(console, folders, files, stored, output, new Importing(_environment, making)),
            ExportCommand.Create(console, making.Prepare),
            SelfTestCommand.Create(console, (onCase, only, cancellationToken) => SelfTestRunner.RunAsync(TimeProvider.System, onCase, only, cancellationToken)),
            DoctorCommand.Create(console, cancellationToken => new MachineDoctor(_runs.Providers, TimeProvider.System).ExamineAsync(cancellationToken)),
            SetupCommand.Create(maker),
            NewCommand.Create(console, Console.In, new ProjectWriting(new ProgramFiles(AppContext.BaseDirectory), Home.Checkout(AppContext.BaseDirectory), Environment.CurrentDirectory)),
            CompletionCommand.Create(console),
        ];
    }

    /// <inheritdoc cref="RunComposition.Prepare(RunArguments)"/>
    internal PreparedRun Prepare(RunArguments arguments) => _runs.Prepare(arguments);

    /// <inheritdoc cref="RunComposition.CreateRunner(RunStore, Func{RunRecord, RunEvaluation})"/>
    internal Runner CreateRunner(RunStore store, Func<RunRecord, RunEvaluation> judge) => _runs.CreateRunner(store, judge);

    /// <summary>A runner over a store for a prepared run.</summary>
    internal Runner CreateRunner(RunStore store, PreparedRun prepared) =>
        _runs.CreateRunner(store, prepared, prepared.HealListen is { } address ? new HealingCalls(address, TimeProvider.System) : null);

    /// <inheritdoc cref="RunComposition.CreateOnce"/>
    internal OnceRunner CreateOnce(PreparedRun prepared) => _runs.CreateOnce(prepared);

    /// <summary>A runner over a store for an ad hoc load: an address, and nothing known of what is behind it.</summary>
    internal static Runner CreateHttpRunner(RunStore store, HttpLoad load)
    {
        EngineProcess.Tune(neverBlocks: true);
        return new Runner(new RunnerParts
        {
            Providers = [new HttpStackProvider()],
            Probes = (_, _) => [],
            Driver = new HttpDriver(load.Target),
            Store = store,
            Judge = AdHocEvaluator.Evaluate,
            Machine = MachineFingerprint.Read,
            CheckTarget = (_, cancellationToken) => load.Check ? HttpReach.CheckAllAsync(load.Target, cancellationToken) : Task.CompletedTask,
        });
    }

    /// <inheritdoc cref="RunComposition.Kill"/>
    internal void Kill() => _runs.Kill();

    /// <summary>An ad hoc run has no catalogue, unless it is given one now.</summary>
    private RunEvaluation Judge(RunRecord record, string? catalogue) => (catalogue ?? record.Plan.Catalogue) is { Length: > 0 } name
        ? CapacityEvaluator.Evaluate(record, _runs.Files.Load(name))
        : AdHocEvaluator.Evaluate(record);
}
