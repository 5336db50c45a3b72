using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Engine;
using LoadLab.Engine.SelfHealth;
using LoadLab.Preparation.Invocations;
using LoadLab.Stacks;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Probes;
using LoadLab.Stacks.Processes;

namespace LoadLab.Preparation;

/// <summary>
/// Says which driver, stacks and probes there are, and makes runs of suites and scripts with them: those of the program, and those of tests with
/// LoadLab.Testing.
/// </summary>
internal sealed class RunComposition
{
    private readonly Func<string, string?> _environment;

    /// <summary>Puts it together.</summary>
    /// <param name="home">The directory that holds <c>scenarios</c>.</param>
    /// <param name="here">The working directory: results are looked for upwards from it.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <param name="beside">A folder in which the assembly of a suite is looked for first; null for none.</param>
    public RunComposition(string home, string here, Func<string, string?> environment, string? beside = null)
    {
        _environment = environment;
        Variables = new Variables(environment);
        CommandEnvironment = CommandEnvironment.Find(home, environment, Variables);
        var results = new ResultsFolder(home, here);
        Folders = new RunFolders(results.OfHere(), results.Of);
        Files = new ScenarioFiles(home, Variables, beside);
        Providers = [new ProcessStackProvider(new ProgramFiles(AppContext.BaseDirectory).Lms), new ContainerStackProvider(), new ExternalStackProvider()];
    }

    private RunComposition(RunComposition other)
    {
        _environment = other._environment;
        (Variables, CommandEnvironment, Folders, Files, Providers) = (other.Variables, other.CommandEnvironment, other.Folders, other.Files, other.Providers);
    }

    /// <summary>The variables that suites, catalogues and options may name.</summary>
    public Variables Variables { get; }

    /// <summary>Where commands are given.</summary>
    public CommandEnvironment CommandEnvironment { get; }

    /// <summary>Where runs are kept.</summary>
    public RunFolders Folders { get; }

    /// <summary>Suites and catalogues.</summary>
    public ScenarioFiles Files { get; }

    /// <summary>The stacks, the preferred first.</summary>
    public IReadOnlyList<IStackProvider> Providers { get; private init; }

    private RunPreparer Preparer => new(Files, Folders, Variables, CommandEnvironment, _environment("PATH"));

    /// <summary>Reads everything that a run needs and makes its plan.</summary>
    public PreparedRun Prepare(RunArguments arguments) => Preparer.Prepare(arguments);

    /// <summary>The same for scenarios in code.</summary>
    public PreparedRun Prepare(RunArguments arguments, CodedRun coded) => Preparer.Prepare(arguments, coded);

    /// <summary>A runner over a store.</summary>
    public Runner CreateRunner(RunStore store, Func<RunRecord, RunEvaluation> judge) => new(PartsOf(store, judge));

    /// <summary>A runner over a store for a prepared run.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="prepared">The run.</param>
    /// <param name="healing">Takes a healer's calls; null for nobody's.</param>
    public Runner CreateRunner(RunStore store, PreparedRun prepared, IHealingCalls? healing = null) => new(PartsOf(store, prepared) with { Healing = healing });

    /// <summary>What runs one iteration of each scenario of a prepared run.</summary>
    public OnceRunner CreateOnce(PreparedRun prepared) => new(PartsOf(new RunStore(Folders.Here), prepared));

    /// <summary>The same with other providers in the place of these.</summary>
    public RunComposition WithProviders(Func<IStackProvider, IStackProvider> change) => new(this) { Providers = [.. Providers.Select(change)] };

    /// <summary>Ends the stack at once, if there is one.</summary>
    public void Kill()
    {
        foreach (var provider in Providers.OfType<IKillable>())
        {
            provider.KillNow();
        }
    }

    private RunnerParts PartsOf(RunStore store, Func<RunRecord, RunEvaluation> judge) => new()
    {
        Providers = Providers,
        Probes = (stack, plan) => ProbeFactory.Create(stack, plan),
        Driver = new LoadEngine(),
        Store = store,
        Judge = judge,
        Machine = MachineFingerprint.Read,
        CheckTarget = TargetCheck.CheckAsync,
    };

    private RunnerParts PartsOf(RunStore store, PreparedRun prepared)
    {
        if (prepared.Script is not { } script)
        {
            return PartsOf(store, prepared.Judge);
        }

        var isKnown = prepared.Plan.Stack is not { Kind: ScriptStackProvider.StackKind, External: null };
        return new RunnerParts
        {
            Providers = isKnown ? Providers : [new ScriptStackProvider()],
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
}
