using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Engine;
using LoadLab.IntegrationTests.Engine;
using LoadLab.K6;

namespace LoadLab.IntegrationTests.K6;

/// <summary>Runs a k6 script on the engine against a stub.</summary>
internal sealed class ScriptHarness : ILoadObserver
{
    public List<string> Messages { get; } = [];

    public List<LoadSecond> Seconds { get; } = [];

    public List<HealthSecond> Health { get; } = [];

    public LoadResult Result { get; private set; } = null!;

    public string SummaryText { get; private set; } = "";

    public IReadOnlyList<ScriptThreshold> Thresholds { get; private set; } = [];

    /// <summary>What the only phase counted.</summary>
    public Counts Whole => Result.Phases.Single().Whole;

    public ScriptMetric Metric(string name) => Result.Script!.Metrics.Single(metric => metric.Name == name);

    /// <summary>Threshold to whether it holds.</summary>
    public Dictionary<string, bool> Outcomes => Thresholds.ToDictionary(threshold => threshold.Id, threshold => threshold.Holds(Metric(threshold.Metric).Values[threshold.Statistic]));

    /// <summary>A script; <c>BASE</c> in it is the stub's address.</summary>
    /// <param name="server">The stub.</param>
    /// <param name="script">The script.</param>
    /// <param name="arguments">What a command line would say.</param>
    /// <param name="phases">Phases of a suite, in place of the script's own.</param>
    public static Task<ScriptHarness> RunAsync(StubServer server, string script, K6Arguments? arguments = null, params PhasePlan[] phases) =>
        RunAsync(server.Address.ToString().TrimEnd('/'), script, arguments ?? new K6Arguments(), new Dictionary<string, string>(), phases);

    /// <summary>The same, with files beside the script.</summary>
    public static async Task<ScriptHarness> RunAsync(string address, string script, K6Arguments arguments, IReadOnlyDictionary<string, string> files, params PhasePlan[] phases)
    {
        var folder = Directory.CreateTempSubdirectory("loadlab-k6-");
        try
        {
            foreach (var (name, text) in files)
            {
                var file = Path.Combine(folder.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text);
            }

            var path = Path.Combine(folder.FullName, "script.js");
            await File.WriteAllTextAsync(path, script.Replace("BASE", address, StringComparison.Ordinal));
            var read = K6Script.Load(path, arguments);
            var plan = new RunPlan
            {
                Suite = "script",
                Seed = 1,
                ScenarioAssembly = "",
                Stack = new StackPlan { Kind = "external" },
                Phases = phases.Length > 0 ? phases : read.Phases,
                Catalogue = "",
                Script = read.Plan,
            };
            var harness = new ScriptHarness { Thresholds = read.Plan.Thresholds };
            harness.Result = await read.CreateDriver(new LoadEngine(), _ => throw new InvalidOperationException()).RunAsync(new LoadRequest(plan, read.Scenarios, new Uri(address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address), new RunClock(TimeProvider.System, null)), harness, CancellationToken.None);
            harness.SummaryText = read.SummaryText;
            return harness;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void OnSecond(LoadSecond second) => Seconds.Add(second);

    public void OnHealth(HealthSecond second) => Health.Add(second);

    /// <summary>Response times of a step, from the intended start.</summary>
    public LatencyHistogram Response(string step) => PackedHistogram.Merge(Seconds.SelectMany(second => second.Slices).Where(slice => slice.Key.Step == step).Select(slice => slice.Response));

    public void OnMessage(string message) => Messages.Add(message);
}
