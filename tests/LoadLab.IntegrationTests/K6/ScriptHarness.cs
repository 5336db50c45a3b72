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

    public LoadResult Result { get; private set; } = null!;

    public IReadOnlyList<ScriptThreshold> Thresholds { get; private set; } = [];

    public ScriptMetric Metric(string name) => Result.Script!.Metrics.Single(metric => metric.Name == name);

    /// <summary>Threshold to whether it holds.</summary>
    public Dictionary<string, bool> Outcomes => Thresholds.ToDictionary(threshold => threshold.Id, threshold => threshold.Holds(Metric(threshold.Metric).Values[threshold.Statistic]));

    /// <summary>A script; <c>BASE</c> in it is the stub's address.</summary>
    public static async Task<ScriptHarness> RunAsync(StubServer server, string script)
    {
        var folder = Directory.CreateTempSubdirectory("loadlab-k6-");
        try
        {
            var path = Path.Combine(folder.FullName, "script.js");
            await File.WriteAllTextAsync(path, script.Replace("BASE", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal));
            var read = K6Script.Load(path, new K6Arguments());
            var plan = new RunPlan
            {
                Suite = "script",
                Seed = 1,
                ScenarioAssembly = "",
                Stack = new StackPlan { Kind = "external" },
                Phases = read.Phases,
                Catalogue = "",
                Script = read.Plan,
            };
            var harness = new ScriptHarness { Thresholds = read.Plan.Thresholds };
            harness.Result = await read.CreateDriver(new LoadEngine()).RunAsync(new LoadRequest(plan, read.Scenarios, server.Address, new RunClock(TimeProvider.System, null)), harness, CancellationToken.None);
            return harness;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void OnMessage(string message) => Messages.Add(message);
}
