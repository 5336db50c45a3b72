using LoadLab.Cli.Commands;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Attainment;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Suites;
using LoadLab.Engine;
using LoadLab.Engine.Http;
using LoadLab.Engine.Scenarios;
using LoadLab.Engine.SelfTest;
using LoadLab.Reporting.Html;
using LoadLab.Reporting.Markdown;
using LoadLab.Stacks;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Doctor;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Probes;
using LoadLab.Stacks.Processes;
using LoadLab.Stacks.Prometheus;
using LoadLab.Stacks.Setup;
using Spectre.Console;

namespace LoadLab.Cli;

/// <summary>The only composition root: says which driver, stacks, probes and reports there are.</summary>
internal sealed class Composition
{
    private const string DefaultCatalogue = "lms";
    private readonly string _home;
    private readonly IReadOnlyList<IStackProvider> _providers;

    /// <summary>Puts LoadLab together.</summary>
    /// <param name="home">The directory that holds <c>scenarios</c>.</param>
    internal Composition(string home)
    {
        _home = home;
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
        Results = Results,
        Setup = (progress, cancellationToken) => new MachineSetup().InstallAsync(progress, cancellationToken),
        Prepare = Prepare,
        Runner = CreateRunner,
        HttpRunner = CreateHttpRunner,
        Catalogue = name => LoadCatalogue(name ?? DefaultCatalogue),
        Suite = ReadSuite,
        Judge = Judge,
        Observer = () => new LiveView(),
        Report = ReportAsync,
        ShowVerdicts = (record, evaluation, report) => VerdictView.Write(AnsiConsole.Console, record, evaluation, report),
        ShowPart = (record, evaluation, report) => VerdictView.Write(AnsiConsole.Console, record, evaluation, report, isPart: true),
        SelfTest = (onCase, only, cancellationToken) => SelfTestRunner.RunAsync(TimeProvider.System, onCase, only, cancellationToken),
        Doctor = cancellationToken => new MachineDoctor(_providers, TimeProvider.System).ExamineAsync(cancellationToken),
        Prometheus = (address, timeout) => new PrometheusClient(address, timeout, TimeProvider.System),
        Kill = Kill,
        Variable = Environment.GetEnvironmentVariable,
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
        var suite = new SuiteCatalog(Scenarios("suites")).Load(arguments.Suite).WithOverrides(arguments.Overrides);
        var catalogue = LoadCatalogue(suite.Catalogue);
        var assembly = FindAssembly(suite.ScenarioAssembly, suite.Path);
        var scenarios = ScenarioAssembly.Load(assembly);
        var imports = new ImportStore(arguments.Results ?? Results).List(catalogue.Name);
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
        });
        var used = plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).ToHashSet(StringComparer.Ordinal);
        EngineProcess.Tune([.. scenarios.Where(scenario => used.Contains(scenario.Name))]);
        return new PreparedRun(plan, scenarios, catalogue, record => Evaluator.Evaluate(record, catalogue));
    }

    private static async Task<IReadOnlyList<string>> ReportAsync(
        RunRecord record, RunEvaluation evaluation, string directory, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var report in new IReport[] { new HtmlReport(), new MarkdownReport() })
        {
            files.AddRange(await report.WriteAsync(record, evaluation, directory, cancellationToken).ConfigureAwait(false));
        }

        return files;
    }

    /// <summary>An ad hoc run has no catalogue, unless it is given one now.</summary>
    private RunEvaluation Judge(RunRecord record, string? catalogue) => (catalogue ?? record.Plan.Catalogue) is { Length: > 0 } name
        ? Evaluator.Evaluate(record, LoadCatalogue(name))
        : AdHocEvaluator.Evaluate(record);

    private SloCatalogue LoadCatalogue(string nameOrPath) => SloCatalogue.Load(SloCatalogue.PathOf(Scenarios("catalogue"), nameOrPath));

    private void Kill()
    {
        foreach (var provider in _providers.OfType<IKillable>())
        {
            provider.KillNow();
        }
    }

    /// <summary>A path stands for itself, from here or from the suite's folder; a name for the build of <c>scenarios/NAME</c>.</summary>
    private string FindAssembly(string nameOrPath, string suitePath)
    {
        if (!nameOrPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            return BuildOutput("scenarios", nameOrPath);
        }

        var besideSuite = Path.GetFullPath(nameOrPath, Path.GetDirectoryName(Path.GetFullPath(suitePath))!);
        return File.Exists(besideSuite) ? besideSuite : Path.GetFullPath(nameOrPath);
    }

    private string Results => Path.Combine(_home, "results");

    private string Scenarios(string folder) => Path.Combine(_home, "scenarios", folder);

    private string BuildOutput(string folder, string project) =>
        Path.Combine(_home, folder, project, "bin", "Release", "net10.0", project + ".dll");
}
