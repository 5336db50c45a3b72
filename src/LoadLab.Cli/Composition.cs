using LoadLab.Cli.Commands;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Production;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Engine;
using LoadLab.Engine.Http;
using LoadLab.Engine.Scenarios;
using LoadLab.Engine.SelfTest;
using LoadLab.Stacks;
using LoadLab.Stacks.Clients;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Doctor;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Probes;
using LoadLab.Stacks.Processes;
using LoadLab.Stacks.Prometheus;
using LoadLab.Stacks.Setup;
using Spectre.Console;

namespace LoadLab.Cli;

/// <summary>The only composition root: says which driver, stacks and probes there are; <see cref="ReportFormats"/> says which reports.</summary>
internal sealed class Composition
{
    private const string DefaultCatalogue = "lms";
    private readonly string _home;
    private readonly Func<string, string?> _environment;
    private readonly Variables _variables;
    private readonly ResultsFolder _results;
    private readonly IReadOnlyList<IStackProvider> _providers;
    private bool _isHinted;

    /// <summary>Puts LoadLab together.</summary>
    /// <param name="home">The directory that holds <c>scenarios</c>.</param>
    /// <param name="environment">Reads a variable of the environment; null for the process's own.</param>
    internal Composition(string home, Func<string, string?>? environment = null)
    {
        _home = home;
        _environment = environment ?? Environment.GetEnvironmentVariable;
        _variables = new Variables(_environment);
        _results = new ResultsFolder(home, Environment.CurrentDirectory);
        _providers = [new ProcessStackProvider(BuildOutput("src", "LoadLab.ReferenceLms")), new ContainerStackProvider(), new ExternalStackProvider()];
    }

    /// <summary>The parts for the process's own console.</summary>
    public static CliParts Create() => new Composition(Home.Find(Environment.GetEnvironmentVariable(Home.Variable), AppContext.BaseDirectory))
        .ToParts(Console.Out, Console.Error);

    /// <summary>The parts that commands work with.</summary>
    internal CliParts ToParts(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        Results = _results.OfHere(),
        SuiteResults = _results.Of,
        Variables = _variables,
        Surroundings = Surroundings.Find(_home, _environment, _variables),
        Setup = (progress, cancellationToken) => new MachineSetup().InstallAsync(progress, cancellationToken),
        Prepare = arguments => Prepare(Hinted(arguments, error)),
        Runner = CreateRunner,
        HttpRunner = CreateHttpRunner,
        Catalogue = name => LoadCatalogue(name ?? DefaultCatalogue),
        Suite = ReadSuite,
        Judge = Judge,
        Observer = () => new LiveView(),
        ShowVerdicts = (record, evaluation, report) => VerdictView.Write(AnsiConsole.Console, record, evaluation, report),
        ShowPart = (record, evaluation, report) => VerdictView.Write(AnsiConsole.Console, record, evaluation, report, isPart: true),
        SelfTest = (onCase, only, cancellationToken) => SelfTestRunner.RunAsync(TimeProvider.System, onCase, only, cancellationToken),
        Doctor = cancellationToken => new MachineDoctor(_providers, TimeProvider.System).ExamineAsync(cancellationToken),
        Prometheus = (address, timeout) => new PrometheusClient(address, timeout, TimeProvider.System),
        Kill = Kill,
        Variable = _environment,
    };

    /// <summary>A runner over a store.</summary>
    internal Runner CreateRunner(RunStore store, Func<RunRecord, RunEvaluation> judge) => new(new RunnerParts
    {
        Providers = _providers,
        Probes = (stack, plan) => ProbeFactory.Create(stack, plan),
        Driver = new LoadEngine(),
        Store = store,
        Judge = judge,
        Machine = MachineFingerprint.Read,
        CheckTarget = TargetCheck.CheckAsync,
    });

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
            CheckTarget = (_, cancellationToken) => load.Check ? HttpReach.CheckAsync(load.Target, cancellationToken) : Task.CompletedTask,
        });
    }

    private ReadSuite ReadSuite(string nameOrPath)
    {
        var suite = new SuiteCatalog(Scenarios("suites")).Load(nameOrPath);
        return new ReadSuite(suite.Metrics, () => LoadCatalogue(suite.Catalogue));
    }

    /// <summary>Reads everything that a run needs and makes its plan.</summary>
    internal PreparedRun Prepare(RunArguments arguments)
    {
        var written = new SuiteCatalog(Scenarios("suites")).Load(arguments.Suite);
        arguments = new ExternalVariables(_variables).AddTo(arguments, written);
        var suite = written.WithOverrides(arguments.Overrides).WithVariables(_variables);
        var catalogue = LoadCatalogue(suite);
        var assembly = FindAssembly(suite.ScenarioAssembly, suite.Folder);
        var scenarios = ScenarioAssembly.Load(assembly);
        var imports = new ImportStore(arguments.Results ?? _results.Of(arguments.Suite)).List(catalogue.Name);
        var plan = Planner.Plan(suite, scenarios, new PlanOptions
        {
            Seed = arguments.Seed,
            StackKind = arguments.Stack,
            Labels = arguments.Labels,
            Change = arguments.Change with { Budgets = ImportedBudgets.Of(imports, catalogue), UnknownBudgets = ImportedBudgets.Unknown(imports, catalogue), HasImports = imports.Count > 0 },
            Shard = arguments.Shard,
            StartAt = arguments.StartAt,
            ScenarioAssemblyPath = assembly,
            Catalogue = catalogue,
            FindSettingFaults = ProbeFactory.FindFaults,
            CatalogueReference = CatalogueOf(suite, suite.Catalogue),
        });
        foreach (var connection in new[] { plan.Stack.External?.Postgres, plan.Stack.External?.Redis }.OfType<string>())
        {
            Redaction.Secrets(connection).ToList().ForEach(secret => _variables.Conceal(secret, SecretText.Redacted));
        }

        SecretSettings.Conceal(plan, _variables);
        plan = plan with { Hidden = _variables, Invocation = new RunInvocations(Surroundings.Find(_home, _environment, _variables)).Of(arguments, plan) };
        var used = plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).ToHashSet(StringComparer.Ordinal);
        EngineProcess.Tune([.. scenarios.Where(scenario => used.Contains(scenario.Name))]);
        return new PreparedRun(plan, scenarios, catalogue, record => Evaluator.Evaluate(record, catalogue));
    }

    /// <summary>An ad hoc run has no catalogue, unless it is given one now.</summary>
    private RunEvaluation Judge(RunRecord record, string? catalogue) => (catalogue ?? record.Plan.Catalogue) is { Length: > 0 } name
        ? Evaluator.Evaluate(record, LoadCatalogue(name))
        : AdHocEvaluator.Evaluate(record);

    private SloCatalogue LoadCatalogue(string nameOrPath) => SloCatalogue.Load(SloCatalogue.PathOf(Scenarios("catalogue"), nameOrPath), _variables);

    /// <summary>The catalogue of a suite. When the suite has faults, those of the catalogue are told with them.</summary>
    private SloCatalogue LoadCatalogue(SuiteFile suite)
    {
        try
        {
            return LoadCatalogue(CatalogueOf(suite, suite.Catalogue));
        }
        catch (LoadLabException fault) when (!suite.IsRight && suite.Written("catalogue") is { } name && !VariableText.Has(name))
        {
            try
            {
                LoadCatalogue(CatalogueOf(suite, name));
            }
            catch (LoadLabException second)
            {
                throw new LoadLabException(fault.ExitCode, [.. fault.Faults, .. second.Faults], fault.Hint);
            }

            throw;
        }
    }

    /// <summary>A path starts from the suite's folder; a name is one of <c>scenarios/catalogue</c>.</summary>
    private static string CatalogueOf(SuiteFile suite, string nameOrPath) => SuiteCatalog.IsPath(nameOrPath) ? Path.GetFullPath(nameOrPath, suite.Folder) : nameOrPath;

    private RunArguments Hinted(RunArguments arguments, TextWriter error)
    {
        if (!_isHinted && CommandLineSecrets.Hint(arguments) is { } hint)
        {
            _isHinted = true;
            error.WriteLine(hint);
        }

        return arguments;
    }

    private void Kill()
    {
        foreach (var provider in _providers.OfType<IKillable>())
        {
            provider.KillNow();
        }
    }

    /// <summary>A path starts from the suite's folder; a name stands for the build of <c>scenarios/NAME</c>.</summary>
    private string FindAssembly(string nameOrPath, string suiteFolder) =>
        nameOrPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? Path.GetFullPath(nameOrPath, suiteFolder) : BuildOutput("scenarios", nameOrPath);

    private string Scenarios(string folder) => Path.Combine(_home, "scenarios", folder);

    private string BuildOutput(string folder, string project) =>
        Path.Combine(_home, folder, project, "bin", "Release", "net10.0", project + ".dll");
}
