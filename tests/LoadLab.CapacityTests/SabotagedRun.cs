using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Testing;

namespace LoadLab.CapacityTests;

/// <summary>A short run of the student scenario against a real stack, of which something is spoiled while the load runs.</summary>
internal static class SabotagedRun
{
    /// <summary>How often a run that the machine disturbed is made at most.</summary>
    public const int Attempts = 5;

    /// <summary>Second of the run's clock at which the saboteur begins; the measured part begins 4 s earlier.</summary>
    private const int SabotageSecond = 7;

    /// <summary>Makes the run and judges it; again when the machine disturbed it, unless that is what is tested.</summary>
    /// <param name="limit">Limit of the API's P95.</param>
    /// <param name="overrides">As with <c>--set</c>.</param>
    /// <param name="saboteur">Begins in <see cref="SabotageSecond"/>; gets the stack.</param>
    /// <param name="mayDisturb">True when the disturbance is what is tested.</param>
    public static async Task<RunResult> MakeAsync(
        string limit = "600ms", IReadOnlyDictionary<string, string>? overrides = null, Func<IStack, Task>? saboteur = null, bool mayDisturb = false)
    {
        var directory = Directory.CreateTempSubdirectory("loadlab-sabotage-");
        try
        {
            var catalogue = Path.Combine(directory.FullName, "sabotage.catalogue.yaml");
            await File.WriteAllTextAsync(catalogue, Catalogue(limit));
            var suite = Path.Combine(directory.FullName, "sabotage.yaml");
            await File.WriteAllTextAsync(suite, Suite(catalogue));
            var observer = new Saboteur(SabotageSecond, stack => saboteur?.Invoke(stack) ?? Task.CompletedTask);
            var test = LoadTest.FromSuite(suite)
                .OnStack("processes")
                .KeepingResultsIn(Path.Combine(directory.FullName, "results"))
                .WithAttempts(mayDisturb ? 1 : Attempts)
                .Observed(observer, stack => observer.Stack = stack);
            var result = await (overrides ?? new Dictionary<string, string>()).Aggregate(test, (changed, pair) => changed.Set(pair.Key, pair.Value)).RunAsync();
            await observer.Done;
            return result.Run;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
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

    /// <summary>Begins in its second, once a run; what goes wrong there fails the test.</summary>
    private sealed class Saboteur(int second, Func<IStack, Task> sabotage) : IRunObserver
    {
        private bool _begun;

        public Task Done { get; private set; } = Task.CompletedTask;

        public IStack? Stack { get; set; }

        public void OnRunStarted(string runId, RunPlan plan) => _begun = false;

        public void OnHealth(HealthSecond health)
        {
            if (health.Second >= second && !_begun)
            {
                _begun = true;
                Done = Task.WhenAll(Done, Task.Run(() => sabotage(Stack!)));
            }
        }
    }
}
