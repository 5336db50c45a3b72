using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.K6.Driving;
using LoadLab.K6.Loads;
using LoadLab.K6.Metrics;
using LoadLab.Sdk;

namespace LoadLab.K6;

/// <summary>A k6 script that the real k6 runs: what it imports and how it is read is k6's business.</summary>
public sealed class DrivenScript : IScript
{
    private static readonly string[] Read = ["vus", "duration", "iterations", "stages", "scenarios", "thresholds", "setupTimeout", "teardownTimeout", "noSetup", "noTeardown", "noThresholds", "summaryTrendStats", "summaryTimeUnit", "tags"];

    private readonly K6Job _job;
    private readonly ScriptScenarios _scenarios;
    private readonly bool _hasSummary;

    private DrivenScript(K6Job job, ScriptScenarios scenarios, string path, bool hasSummary)
    {
        (_job, _scenarios, _hasSummary) = (job, scenarios, hasSummary);
        Plan = new ScriptPlan(path, job.Thresholds);
        Scenarios = [.. scenarios.Names.Select(name => Scenario.Create(name, _ => throw new UnreachableException("k6 runs it.")))];
    }

    /// <inheritdoc/>
    public ScriptPlan Plan { get; }

    /// <inheritdoc/>
    public ForeignDriver Driver => _job.Program.Driver;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Generator
    {
        get
        {
            var facts = new Dictionary<string, string> { ["generator"] = Driver.Name, ["generator.version"] = Driver.Version };
            if (_job.Program.Image is { } image)
            {
                (facts["generator.image"], facts["generator.image.id"]) = (image.Reference, image.Id);
            }

            return facts;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PhasePlan> Phases => _scenarios.Phases;

    /// <inheritdoc/>
    public IReadOnlyList<ScenarioProps> Scenarios { get; }

    /// <inheritdoc/>
    public ScriptLoad SuiteLoad => new(Plan, Phases, _scenarios.Own);

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => [];

    /// <inheritdoc/>
    public string SummaryText => _hasSummary ? _job.Output.Trim() : "";

    /// <summary>Has k6 read a script. Nothing is sent.</summary>
    /// <param name="path">The script.</param>
    /// <param name="arguments">What the command line and the suite say.</param>
    /// <param name="searchPath">Where k6 is looked for: <c>PATH</c>.</param>
    /// <exception cref="LoadLabException">k6 is not there, or of another version, or cannot read the script, or something in the options is wrong (104); its own lines threw (107).</exception>
    public static DrivenScript Load(string path, K6Arguments arguments, string? searchPath)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        path = Path.GetFullPath(path);
        Refuse(path, arguments);
        var program = K6Program.Find(searchPath, ImageOf(path, arguments));
        var (variables, flags) = Variables(arguments.Environment);
        var forReading = arguments.HasTarget ? new Dictionary<string, string>(variables, StringComparer.Ordinal) { ["BASE_URL"] = K6Script.NoTarget.ToString().TrimEnd('/') } : variables;
        var inspection = ScriptInspection.Of(program, path, forReading, flags);
        var options = ScriptOptionsReader.Read(ToRead(inspection.Options), arguments.Load, needsLoad: !arguments.IsInSuite, inspection.Functions, MetricsOf(inspection.Options), _ => { });
        var scenarios = ScriptScenarios.Of(options, inspection.Functions);
        var overrides = OptionLayers.Merge(null, arguments.Load with { Config = null });
        var below = OptionLayers.Merge(null, new LoadOverrides { Config = arguments.Load.Config });
        var job = new K6Job
        {
            Program = program,
            Folder = Path.GetDirectoryName(path)!,
            Variables = variables,
            Flags = arguments.Summary.Export is { } export ? [.. flags, "--summary-export", Path.GetFullPath(export)] : flags,
            Thresholds = options.Thresholds,
            SetupTimeout = options.SetupTimeout,
            TeardownTimeout = inspection.Functions.Contains("teardown") ? options.TeardownTimeout : TimeSpan.Zero,
            NoTargetHost = K6Script.NoTarget.Host,
            Phases = plan => DrivenPhase.Of(plan, scenarios),
            Module = phases => WrapperModule.Write(path, inspection.Functions, phases, overrides, below),
        };
        return new DrivenScript(job, scenarios, path, inspection.Functions.Contains("handleSummary"));
    }

    /// <inheritdoc/>
    public void Check(RunPlan plan)
    {
        var faults = DrivenLoadCheck.Faults(plan, _job.Phases(plan)).Select(fault => "driver: k6: " + fault).ToList();
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started. LoadLab's own engine can: leave out driver: k6.");
        }
    }

    /// <inheritdoc/>
    public ILoadDriver CreateDriver(ILoadDriver engine, Func<TimeProvider, IGeneratorHealth> health) => new K6Driver(_job, health);

    /// <summary>Sees the script's folder, and that of the suite where the script lies below it.</summary>
    private static K6Image? ImageOf(string path, K6Arguments arguments)
    {
        if (arguments.Image is not { } image)
        {
            return null;
        }

        var folder = Path.GetDirectoryName(path)!;
        var root = arguments.Root is { Length: > 1 } given && (folder + "/").StartsWith(given.TrimEnd('/') + "/", StringComparison.Ordinal) ? given.TrimEnd('/') : folder;
        return new K6Image(image, "") { Labels = arguments.ContainerLabels, Folders = [root] };
    }

    private static void Refuse(string path, K6Arguments arguments)
    {
        var faults = arguments.Environment.Keys.Where(K6Program.IsOption).Select(name => $"The variable {name}: k6 takes it for an option of its own, and the load would be another. Name it differently.").ToList();
        if (!File.Exists(path))
        {
            faults.Add($"The script '{path}' is not there.");
        }

        if (arguments.ModuleCopies.Count > 0)
        {
            faults.Add("--module is for LoadLab's own engine: k6 reads modules by URL itself.");
        }

        faults.AddRange(arguments.Environment.Where(pair => !K6Program.IsPlainName(pair.Key) && RunRedaction.Shown(pair.Key, pair.Value) != pair.Value)
            .Select(pair => $"The variable {pair.Key} is a secret, and k6 could get one of that name only on its command line, which every user of this machine sees. Name it with letters, digits and '_'."));
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started.");
        }
    }

    /// <summary>By the environment, which only this user sees; names that a shell does not hand on by the command line.</summary>
    private static (Dictionary<string, string> Variables, IReadOnlyList<string> Flags) Variables(IReadOnlyDictionary<string, string> all) => (
        all.Where(pair => K6Program.IsPlainName(pair.Key)).ToDictionary(StringComparer.Ordinal),
        [.. all.Where(pair => !K6Program.IsPlainName(pair.Key)).SelectMany(pair => new[] { "--env", $"{pair.Key}={pair.Value}" })]);

    /// <summary>What LoadLab reads of the options: all else is for k6.</summary>
    private static string? ToRead(string? json)
    {
        if (json is null || JsonNode.Parse(json) is not JsonObject options)
        {
            return null;
        }

        foreach (var key in options.Select(pair => pair.Key).Where(key => !Read.Contains(key)).ToList())
        {
            options.Remove(key);
        }

        return options.ToJsonString();
    }

    /// <summary>The metrics that thresholds name. Those of the script's own are made when it runs: of which kind they are, their statistics tell.</summary>
    private static MetricTable MetricsOf(string? json)
    {
        var metrics = new MetricTable();
        if (json is null)
        {
            return metrics;
        }

        _ = (metrics.Sockets, metrics.Grpc);
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.TryGetProperty("thresholds", out var thresholds) && thresholds.ValueKind == JsonValueKind.Object)
        {
            foreach (var group in thresholds.EnumerateObject().GroupBy(one => one.Name.Split('{')[0], StringComparer.Ordinal))
            {
                var text = string.Join(' ', group.Select(one => one.Value.GetRawText()));
                var kind = new[] { "p(", "avg", "min", "max", "med" }.Any(word => text.Contains(word, StringComparison.Ordinal)) ? MetricKind.Trend
                    : text.Contains("count", StringComparison.Ordinal) ? MetricKind.Counter
                    : text.Contains("value", StringComparison.Ordinal) ? MetricKind.Gauge
                    : MetricKind.Rate;
                if (metrics.Find(group.Key) is null)
                {
                    metrics.Declare(group.Key, kind, isTime: false);
                }
            }
        }

        return metrics;
    }
}
