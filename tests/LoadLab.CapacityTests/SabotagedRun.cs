using LoadLab.Cli;
using LoadLab.Cli.Invocations;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Engine;
using LoadLab.Stacks.Probes;

namespace LoadLab.CapacityTests;

/// <summary>A short run of the student scenario against a real stack, of which something is spoiled while the load runs.</summary>
internal static class SabotagedRun
{
    /// <summary>Second of the run's clock at which the saboteur begins; the measured part begins 4 s earlier.</summary>
    private const int SabotageSecond = 7;

    /// <summary>Makes the run and judges it; again when the machine disturbed it, unless that is what is tested.</summary>
    /// <param name="limit">Limit of the API's P95.</param>
    /// <param name="overrides">As with <c>--set</c>.</param>
    /// <param name="saboteur">Begins in <see cref="SabotageSecond"/>; gets the stack.</param>
    /// <param name="mayDisturb">True when the disturbance is what is tested.</param>
    public static Task<RunResult> MakeAsync(
        string limit = "600ms", IReadOnlyDictionary<string, string>? overrides = null, Func<IStack, Task>? saboteur = null, bool mayDisturb = false)
    {
        Func<Task<RunResult>> make = () => MakeOnceAsync(limit, overrides ?? new Dictionary<string, string>(), saboteur);
        return mayDisturb ? make() : Disturbance.WithoutAsync(make);
    }

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
        var home = Home.Checkout(AppContext.BaseDirectory)!;
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
        lms: { password: { iterations: 1 }, data: { users: 500, courses: 50, enrolments: 5000 } }
        settings: {weight.search: "30", users: "500"}
        phases:
          - name: rate
            model: open
            rate: 20/s
            ramp: 3s
            hold: 13s
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
