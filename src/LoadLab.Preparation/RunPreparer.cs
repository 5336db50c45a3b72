using System.Net;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Production;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;
using LoadLab.Engine.Scenarios;
using LoadLab.Engine;
using LoadLab.K6;
using LoadLab.Preparation.Invocations;
using LoadLab.Sdk;
using LoadLab.Stacks.Clients;
using LoadLab.Stacks.Probes;

namespace LoadLab.Preparation;

/// <summary>Makes a run of what was asked for: suite, scenarios, catalogue and imports, and the plan of them.</summary>
/// <param name="files">Suites and catalogues.</param>
/// <param name="folders">Where imports are kept.</param>
/// <param name="variables">The variables that suite and options may name.</param>
/// <param name="environment">Where the command line was given.</param>
/// <param name="searchPath">Where programs are looked for.</param>
internal sealed class RunPreparer(ScenarioFiles files, RunFolders folders, Variables variables, CommandEnvironment environment, string? searchPath)
{
    /// <summary>How a run of scenarios in code is made again: no command line names it.</summary>
    private static readonly RunInvocation s_test = new() { Program = "dotnet", Arguments = ["test"], Before = ["This run was made by a test. Run that test again."] };

    /// <summary>Reads everything that a run needs and makes its plan.</summary>
    public PreparedRun Prepare(RunArguments arguments)
    {
        var healListen = HealListen(arguments);
        if (K6Script.IsScript(arguments.Suite))
        {
            return new ScriptPreparer(variables, environment, searchPath).Prepare(arguments);
        }

        var (changed, suite) = Change(arguments, files.ReadSuite(arguments.Suite));
        var catalogue = files.Load(suite);
        var script = SuiteScript.Read(suite, changed.Script, variables, searchPath);
        var assembly = script?.Plan.Path ?? files.FindAssembly(suite.ScenarioAssembly, suite.Folder);
        var scenarios = script?.Scenarios ?? ScenarioAssembly.Load(assembly);
        var plan = Plan(changed, suite, scenarios, catalogue, script, assembly);
        return new PreparedRun(plan, scenarios, catalogue, record => Evaluator.Evaluate(record, catalogue)) { Script = script, HealListen = healListen };
    }

    /// <summary>The same for scenarios in code: nothing is read but the catalogue, where there is one.</summary>
    public PreparedRun Prepare(RunArguments arguments, CodedRun coded)
    {
        var (changed, suite) = Change(arguments, coded.Suite);
        var catalogue = coded.Catalogue is { } name ? files.Load(name) : null;
        var plan = Plan(changed, suite, coded.Scenarios, catalogue, script: null, suite.ScenarioAssembly) with { Catalogue = coded.Catalogue ?? "", Invocation = s_test };
        return new PreparedRun(plan, coded.Scenarios, catalogue ?? SloCatalogue.None, catalogue is null ? AdHocEvaluator.Evaluate : record => Evaluator.Evaluate(record, catalogue));
    }

    private (RunArguments Arguments, SuiteFile Suite) Change(RunArguments arguments, SuiteFile written)
    {
        arguments = new ExternalVariables(variables).AddTo(arguments, written);
        return (arguments, written.WithOverrides(arguments.Overrides).WithVariables(variables));
    }

    private RunPlan Plan(RunArguments arguments, SuiteFile suite, IReadOnlyList<ScenarioProps> scenarios, SloCatalogue? catalogue, IScript? script, string assembly)
    {
        IReadOnlyList<ProductionImport> imports = catalogue is null ? [] : new ImportStore(arguments.Results ?? folders.OfSuite(arguments.Suite)).List(catalogue.Name);
        var plan = Planner.Plan(suite, scenarios, new PlanOptions
        {
            Seed = arguments.Seed,
            StackKind = arguments.Stack,
            Labels = arguments.Labels,
            Change = catalogue is null ? arguments.Change : arguments.Change with { Budgets = ImportedBudgets.Of(imports, catalogue), UnknownBudgets = ImportedBudgets.Unknown(imports, catalogue), HasImports = imports.Count > 0 },
            Shard = arguments.Shard,
            StartAt = arguments.StartAt,
            AwaitsHealer = arguments.HealListen is not null,
            ScenarioAssemblyPath = assembly,
            Script = script?.SuiteLoad,
            Driver = script?.Driver,
            Catalogue = catalogue,
            FindSettingFaults = ProbeFactory.FindFaults,
            CatalogueReference = ScenarioFiles.ReferenceOf(suite, suite.Catalogue),
        });
        foreach (var connection in new[] { plan.Stack.External?.Postgres, plan.Stack.External?.Redis }.OfType<string>())
        {
            Redaction.Secrets(connection).ToList().ForEach(secret => variables.Conceal(secret, SecretText.Redacted));
        }

        script?.Check(plan);
        SecretSettings.Conceal(plan, variables);
        plan = plan with { Hidden = variables, Invocation = new RunInvocations(environment).Of(arguments, plan) };
        var used = plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).ToHashSet(StringComparer.Ordinal);
        if (script?.Driver is null)
        {
            EngineProcess.Tune([.. scenarios.Where(scenario => used.Contains(scenario.Name))]);
        }

        return plan;
    }

    /// <exception cref="LoadLabException">It is no address, or nothing would be broken (104).</exception>
    private static IPEndPoint? HealListen(RunArguments arguments)
    {
        if (arguments.HealListen is not { } text)
        {
            return null;
        }

        var faults = new List<string>();
        var address = ListenOption.Read("--heal-listen", text, "127.0.0.1:9097", faults);
        if (K6Script.IsScript(arguments.Suite))
        {
            faults.Add("--heal-listen lets a healer mend what a suite's faults: break, and a script has none. Leave it out, or run a suite.");
        }

        return faults.Count == 0 ? address : throw new LoadLabException(ExitCode.BadConfiguration, faults, "See: loadlab run --help");
    }
}
