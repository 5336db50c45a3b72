using LoadLab.Cli;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Engine;
using LoadLab.Stacks.Probes;

namespace LoadLab.CapacityTests;

/// <summary>A short run of the student scenario against a real stack, of which something is spoiled while the load runs.</summary>
internal static class SabotagedRun
{
    /// <summary>Second of the run's clock at which the saboteur begins; the measured part begins 5 s earlier.</summary>
    private const int SabotageSecond = 8;

    /// <summary>A machine that is busy with something else disturbs a run, and LoadLab says so: then it is made again, this often in all.</summary>
    private const int Attempts = 3;

    private static readonly string[] s_disturbances = ["schedule-lag", "canary", "generator-paused"];

    /// <summary>Makes the run and judges it; again when the generator was disturbed, unless that is what is tested.</summary>
    /// <param name="limit">Limit of the API's P95.</param>
    /// <param name="overrides">As with <c>--set</c>.</param>
    /// <param name="saboteur">Begins in second 8; gets the stack.</param>
    public static async Task<RunResult> MakeAsync(
        string limit = "600ms", IReadOnlyDictionary<string, string>? overrides = null, Func<IStack, Task>? saboteur = null, bool mayDisturb = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await MakeOnceAsync(limit, overrides ?? new Dictionary<string, string>(), saboteur);
            if (mayDisturb || attempt == Attempts || !IsDisturbed(result))
            {
                return result;
            }
        }
    }

    private static bool IsDisturbed(RunResult result) => result.Evaluation.Validity.Findings
        .Any(finding => finding.Severity == FindingSeverity.Invalid && s_disturbances.Contains(finding.Check));

    private static async Task<RunResult> MakeOnceAsync(string limit, IReadOnlyDictionary<string, string> overrides, Func<IStack, Task>? saboteur)
    {
        var directory = Directory.CreateTempSubdirectory("loadlab-sabotage-");
        try
        {
            return await MakeAsync(directory.FullName, limit, overrides, saboteur);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<RunResult> MakeAsync(
        string directory, string limit, IReadOnlyDictionary<string, string> overrides, Func<IStack, Task>? saboteur)
    {
        var catalogue = Path.Combine(directory, "sabotage.catalogue.yaml");
        await File.WriteAllTextAsync(catalogue, Catalogue(limit));
        var suite = Path.Combine(directory, "sabotage.yaml");
        await File.WriteAllTextAsync(suite, Suite(catalogue));
        var home = Home.Find(null, AppContext.BaseDirectory);
        var prepared = new Composition(home).Prepare(new RunArguments { Suite = suite, Overrides = [.. overrides] });
        var provider = new SpyProvider(new LoadLab.Stacks.Processes.ProcessStackProvider(
            Path.Combine(home, "src", "LoadLab.ReferenceLms", "bin", "Release", "net10.0", "LoadLab.ReferenceLms.dll")));
        var observer = new Saboteur(SabotageSecond, () => saboteur?.Invoke(provider.Stack!) ?? Task.CompletedTask);
        var runner = new Runner(new RunnerParts
        {
            Providers = [provider],
            Probes = (stack, plan) => ProbeFactory.Create(stack, plan),
            Driver = new LoadEngine(),
            Store = new RunStore(Path.Combine(directory, "results")),
            Judge = prepared.Judge,
            Machine = MachineFingerprint.Read,
            CheckTarget = TargetCheck.CheckAsync,
        });
        var result = await runner.RunAsync(prepared.Plan, prepared.Scenarios, observer, CancellationToken.None);
        await observer.Done;
        return result;
    }

    private static string Suite(string catalogue) => $$"""
        suite: sabotage
        scenarios: Lms.Scenarios
        catalogue: {{catalogue}}
        stack: { kind: processes, redis: { enable-debug-command: "yes" } }
        lms: { password: { iterations: 1 } }
        settings: {weight.search: "30"}
        phases:
          - name: rate
            model: open
            rate: 40/s
            ramp: 3s
            hold: 17s
            scenarios: {student: 1}
            preparedVirtualUsers: 50
            maxVirtualUsers: 2000
        """;

    private static string Catalogue(string limit) => $$"""
        version: 1
        catalogue: sabotage
        services:
          api: {title: API, steps: ["*"], except: [upload]}
        slos:
          - id: api-response-p95
            title: API response time P95
            kind: response-time
            tier: slo
            source: "3.2/1"
            service: api
            indicator: {measure: http.response_time, percentile: 95}
            objective: { lt: {{limit}} }
          - id: queue-length
            title: Background queue length
            kind: saturation
            tier: slo
            source: "3.3/5"
            indicator: {measure: queue.length, aggregate: max}
            objective: {lt: 40 items}
        """;

    /// <summary>Hands the started stack to the saboteur.</summary>
    private sealed class SpyProvider(IStackProvider inner) : IStackProvider
    {
        public IStack? Stack { get; private set; }

        public string Kind => inner.Kind;

        public Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken) =>
            inner.FindObstaclesAsync(plan, cancellationToken);

        public async Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken) =>
            Stack = await inner.StartAsync(plan, seed, progress, cancellationToken);
    }

    /// <summary>Begins in its second, once; what goes wrong there fails the test.</summary>
    private sealed class Saboteur(int second, Func<Task> sabotage) : IRunObserver
    {
        public Task Done { get; private set; } = Task.CompletedTask;

        private bool _begun;

        public void OnHealth(HealthSecond health)
        {
            if (health.Second >= second && !_begun)
            {
                _begun = true;
                Done = Task.Run(sabotage);
            }
        }
    }
}
