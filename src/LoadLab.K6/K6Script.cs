using Jint;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.K6.Hosting;
using LoadLab.K6.Loads;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;
using LoadLab.K6.Summaries;
using LoadLab.Sdk;

namespace LoadLab.K6;

/// <summary>A k6 script that was read: its load as phases, its functions as scenarios, its limits.</summary>
public sealed class K6Script : IScript
{
    private readonly ScriptRun _run;
    private readonly ScriptScenarios _scenarios;

    private K6Script(ScriptRun run, ScriptScenarios scenarios, string path)
    {
        (_run, _scenarios) = (run, scenarios);
        Plan = new ScriptPlan(path, run.Options.Thresholds);
    }

    /// <summary>The base address of a run whose script names its targets itself: no request can go there.</summary>
    public static Uri NoTarget { get; } = new("http://no-target.invalid/");

    /// <summary>What of it stands in a run's plan.</summary>
    public ScriptPlan Plan { get; }

    /// <summary>Nothing: LoadLab's own engine makes the load.</summary>
    public IReadOnlyDictionary<string, string> Generator { get; } = new Dictionary<string, string>();

    /// <summary>A phase for each of its scenarios.</summary>
    public IReadOnlyList<PhasePlan> Phases => _scenarios.Phases;

    /// <summary>Its scenarios, and those of its functions that could be one.</summary>
    public IReadOnlyList<ScenarioProps> Scenarios => _run.Scenarios;

    /// <summary>What it says of the load, for a suite that names it.</summary>
    public ScriptLoad SuiteLoad => new(Plan, Phases, _scenarios.Own);

    /// <summary>Options that have no effect here, one sentence each.</summary>
    public IReadOnlyList<string> Warnings => _run.Warnings;

    /// <summary>What <c>handleSummary</c> has for the terminal, once the run has ended; empty for nothing.</summary>
    public string SummaryText => _run.Summary.Text;

    /// <summary>True when a path is that of a script.</summary>
    public static bool IsScript(string path) => ScriptPlan.IsScript(path);

    /// <summary>Reads a script: its files, their imports, its own lines, its options. Nothing is sent.</summary>
    /// <param name="path">The script.</param>
    /// <param name="arguments">What the command line says.</param>
    /// <exception cref="LoadLabException">Something in it is wrong (104), or its own lines threw (107); says the file and the line.</exception>
    public static K6Script Load(string path, K6Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var files = new ScriptFiles(path, arguments.ModuleCopies);
        ImportCheck.Check(files);
        var test = new ScriptTest(files, arguments.Environment, arguments.Time);
        var user = CreateFirst(test, arguments.HasTarget ? NoTarget.ToString().TrimEnd('/') : null);
        var warnings = arguments.Warnings.ToList();
        var json = user.OptionsJson();
        var options = ScriptOptionsReader.Read(json, arguments.Load, needsLoad: !arguments.IsInSuite, user.Functions, test.Metrics, warnings.Add);
        if (options.Requests.Hosts.Count > 0 && files.Used.Any(module => module is "k6/ws" or "k6/websockets" or "k6/experimental/websockets"))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, "options.hosts is not there for WebSockets: they would go to another address than the requests.", "Nothing was started. Take it out, and write the address into the URLs.");
        }

        options = FailureMark.Of(files) is { } mark ? options with { Thresholds = [.. options.Thresholds, mark] } : options;
        var scenarios = ScriptScenarios.Of(options, user.Functions);
        var summary = new ScriptSummary(arguments.Summary, options, user.Functions.Contains("handleSummary"));
        return new K6Script(new ScriptRun(files, arguments, options, WholeOptions.Of(OptionLayers.Merge(json, arguments.Load)), scenarios, summary, warnings) { Metrics = [.. test.Metrics.Own] }, scenarios, path);
    }

    /// <inheritdoc/>
    public ForeignDriver? Driver => null;

    /// <inheritdoc/>
    public void Check(RunPlan plan)
    {
        // LoadLab's own engine runs any plan.
    }

    /// <inheritdoc/>
    public ILoadDriver CreateDriver(ILoadDriver engine, Func<TimeProvider, IGeneratorHealth> health) => new ScriptDriver(_run, engine);

    /// <summary>What runs the script's lines first: its options and functions are read here. The run makes its users anew.</summary>
    private static ScriptUser CreateFirst(ScriptTest test, string? target)
    {
        try
        {
            using var threads = new ScriptThreads();
            return threads.RunAsync(() => new ScriptUser(test, 0, target)).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is JintException or OperationCanceledException)
        {
            throw new LoadLabException(
                ExitCode.ScenarioInitFailed, $"The script failed while it was read: {ScriptFaults.Describe(fault)}{ScriptPlace.Of(test.Files, fault)}", "Nothing was started. Mend the script's own lines, or what they need.", fault);
        }
    }
}
