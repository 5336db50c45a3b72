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

/// <summary>The only composition root: says which commands, driver, stacks and probes there are; <see cref="ReportFormats"/> says which reports.</summary>
internal sealed class Composition
{
    private readonly Func<string, string?> _environment;
    private readonly Variables _variables;
    private readonly CommandEnvironment _commandEnvironment;
    private readonly RunFolders _folders;
    private readonly ScenarioFiles _files;
    private readonly IReadOnlyList<IStackProvider> _providers;

    /// <summary>Puts LoadLab together.</summary>
    /// <param name="home">The directory that holds <c>scenarios</c>.</param>
    /// <param name="environment">Reads a variable of the environment; null for the process's own.</param>
    internal Composition(string home, Func<string, string?>? environment = null)
    {
        _environment = environment ?? Environment.GetEnvironmentVariable;
        _variables = new Variables(_environment);
        _commandEnvironment = CommandEnvironment.Find(home, _environment, _variables);
        var results = new ResultsFolder(home, Environment.CurrentDirectory);
        _folders = new RunFolders(results.OfHere(), results.Of);
        _files = new ScenarioFiles(home, _variables);
        _providers = [new ProcessStackProvider(new ProgramFiles(AppContext.BaseDirectory).Lms), new ContainerStackProvider(), new ExternalStackProvider()];
    }

    /// <summary>The formats of reports.</summary>
    internal ReportFormats Formats { get; init; } = new();

    /// <summary>That of this process.</summary>
    public static Composition Create() => new(Home.Find(Environment.GetEnvironmentVariable(Home.Variable), AppContext.BaseDirectory, Environment.CurrentDirectory));

    /// <summary>Where the commands write.</summary>
    public CliConsole CreateConsole(TextWriter output, TextWriter error) => new(output, error, _variables);

    /// <summary>All commands, in the order of the help. Nothing is made before it is asked for, so that <c>--help</c> costs nothing.</summary>
    public IReadOnlyList<Command> Commands(CliConsole console)
    {
        var output = new RunOutput(console, new RunReports(Formats.Run));
        var stored = new StoredRuns(console, _folders, Judge);
        var making = new StackMaking(this, console.Error);
        var maker = new RunMaker(console, output, making);
        return
        [
            RunCommand.Create(console, _folders, maker, output, new OnceMaker(console, CreateOnce)),
            WatchCommand.Create(console, new WatchedFiles(_files).Of, SelfProcess.RunAsync, making.Listen),
            GateCommand.Create(console, _folders, stored, maker, output, Formats.Gate, new GitHubOutput(console.Error, _environment, Formats.Annotations, Formats.JobSummary)),
            HttpCommand.Create(console, _folders, output, new HttpMaking(_commandEnvironment, making)),
            CapacityCommand.Create(console, _folders, stored, maker, output),
            PlanCommand.Create(console, stored, making.Prepare),
            PlanCapacityCommand.Create(console, stored, TimeProvider.System),
            RunsCommand.Create(console, stored, output),
            CompareCommand.Create(console, stored, maker, Formats.Comparison),
            CrosscheckCommand.Create(console, _folders, maker),
            NoiseCommand.Create(console, _folders, stored, maker),
            TrendCommand.Create(console, stored),
            BaselineCommand.Create(console, stored),
            ReportCommand.Create(console, _folders, stored, output, _files, Formats.Compliance),
            SloCommand.Create(console, _folders, _files, SloExports.All, TimeProvider.System),
            HealCommand.Create(console, _files, TimeProvider.System, making.Listen),
            ImportCommand.Create(console, _folders, _files, stored, output, new Importing(_environment, making)),
            ExportCommand.Create(console, making.Prepare),
            SelfTestCommand.Create(console, (onCase, only, cancellationToken) => SelfTestRunner.RunAsync(TimeProvider.System, onCase, only, cancellationToken)),
            DoctorCommand.Create(console, cancellationToken => new MachineDoctor(_providers, TimeProvider.System).ExamineAsync(cancellationToken)),
            SetupCommand.Create(maker),
            NewCommand.Create(console, Console.In, new ProjectWriting(new ProgramFiles(AppContext.BaseDirectory), Home.Checkout(AppContext.BaseDirectory), Environment.CurrentDirectory)),
            CompletionCommand.Create(console),
        ];
    }

    /// <summary>Reads everything that a run needs and makes its plan.</summary>
    internal PreparedRun Prepare(RunArguments arguments) => new RunPreparer(_files, _folders, _variables, _commandEnvironment, _environment("PATH")).Prepare(arguments);

    /// <summary>A runner over a store.</summary>
    internal Runner CreateRunner(RunStore store, Func<RunRecord, RunEvaluation> judge) => new(PartsOf(store, judge));

    private RunnerParts PartsOf(RunStore store, Func<RunRecord, RunEvaluation> judge) => new()
    {
        Providers = _providers,
        Probes = (stack, plan) => ProbeFactory.Create(stack, plan),
        Driver = new LoadEngine(),
        Store = store,
        Judge = judge,
        Machine = MachineFingerprint.Read,
        CheckTarget = TargetCheck.CheckAsync,
    };

    /// <summary>A runner over a store for a prepared run.</summary>
    internal Runner CreateRunner(RunStore store, PreparedRun prepared)
    {
        return new Runner(PartsOf(store, prepared) with { Healing = prepared.HealListen is { } address ? new HealingCalls(address, TimeProvider.System) : null });
    }

    /// <summary>What runs one iteration of each scenario of a prepared run.</summary>
    internal OnceRunner CreateOnce(PreparedRun prepared) => new(PartsOf(new RunStore(_folders.Here), prepared));

    private RunnerParts PartsOf(RunStore store, PreparedRun prepared)
    {
        if (prepared.Script is not { } script)
        {
            return PartsOf(store, prepared.Judge);
        }

        var isKnown = prepared.Plan.Stack is not { Kind: HttpStackProvider.StackKind, External: null };
        return new RunnerParts
        {
            Providers = isKnown ? _providers : [new ScriptStackProvider()],
            Probes = (stack, plan) => isKnown ? ProbeFactory.Create(stack, plan) : [],
            Driver = script.CreateDriver(new LoadEngine(), time => new GeneratorHealth(time)),
            Store = store,
            Judge = prepared.Judge,
            Machine = () => Machine(script.Generator),
            CheckTarget = isKnown ? TargetCheck.CheckAsync : (_, _) => Task.CompletedTask,
        };
    }

    /// <summary>The machine, and what makes the load on it.</summary>
    private static SortedDictionary<string, string> Machine(IReadOnlyDictionary<string, string> generator)
    {
        var facts = new SortedDictionary<string, string>(MachineFingerprint.Read().ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (key, value) in generator)
        {
            facts[key] = value;
        }

        return facts;
    }

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

    /// <summary>Ends the stack at once, if there is one.</summary>
    internal void Kill()
    {
        foreach (var provider in _providers.OfType<IKillable>())
        {
            provider.KillNow();
        }
    }

    /// <summary>An ad hoc run has no catalogue, unless it is given one now.</summary>
    private RunEvaluation Judge(RunRecord record, string? catalogue) => (catalogue ?? record.Plan.Catalogue) is { Length: > 0 } name
        ? CapacityEvaluator.Evaluate(record, _files.Load(name))
        : AdHocEvaluator.Evaluate(record);
}
