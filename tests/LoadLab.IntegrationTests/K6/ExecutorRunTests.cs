using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;

namespace LoadLab.IntegrationTests.K6;

/// <summary>Executors that time ends, against a real server: how much they do, not how fast.</summary>
public sealed class ExecutorRunTests
{
    [Fact]
    public async Task Constant_arrival_rate_starts_what_its_rate_says()
    {
        var run = await RunAsync("{ executor: 'constant-arrival-rate', rate: 40, timeUnit: '1s', duration: '2s', preAllocatedVUs: 20, maxVUs: 80 }", "http.get('BASE/');");

        (run.Whole.Scheduled, run.Whole.Started, run.Whole.Dropped).Should().Be((80, 80, 0));
        run.Metric("iterations").Values["count"].Should().Be(80);
    }

    /// <summary>Σ duration × (start + target) / 2, as k6 has it: 1 s × (20 + 60) / 2 + 1 s × (60 + 60) / 2 = 100, ± 1 a stage.</summary>
    [Fact]
    public async Task Ramping_arrival_rate_starts_the_area_under_its_ramp()
    {
        var run = await RunAsync(
            "{ executor: 'ramping-arrival-rate', startRate: 20, timeUnit: '1s', preAllocatedVUs: 20, maxVUs: 80, stages: [{ duration: '1s', target: 60 }, { duration: '1s', target: 60 }] }", "http.get('BASE/');");

        run.Whole.Scheduled.Should().BeInRange(98, 102);
        (run.Whole.Started + run.Whole.Dropped).Should().Be(run.Whole.Scheduled);
    }

    /// <summary>Each of the two users is in an iteration of 10 s; whatever arrives meanwhile has nobody.</summary>
    [Fact]
    public async Task What_arrives_when_all_users_are_busy_is_dropped_and_counted()
    {
        var run = await RunAsync("{ executor: 'constant-arrival-rate', rate: 10, timeUnit: '1s', duration: '1s', preAllocatedVUs: 1, maxVUs: 2, gracefulStop: '0s' }", "sleep(10);");

        (run.Whole.Scheduled, run.Whole.Started, run.Whole.Dropped, run.Whole.Interrupted).Should().Be((10, 2, 8, 2));
        run.Metric("dropped_iterations").Values["count"].Should().Be(8);
        run.Metric("iterations").Values["count"].Should().Be(0);
    }

    [Fact]
    public async Task Ramping_vus_comes_to_its_targets()
    {
        var run = await RunAsync(
            "{ executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '1s', target: 6 }, { duration: '1s', target: 6 }, { duration: '1s', target: 0 }] }", "check(1, { ['vu ' + __VU]: true }); sleep(0.02);");

        run.Result.Script!.Checks.Should().HaveCount(6);
        run.Metric("vus_max").Values["value"].Should().Be(6);
        run.Metric("vus").Values["max"].Should().BeInRange(4, 6);
        run.Whole.Failed.Should().Be(0);
    }

    /// <summary>The second user goes when the load falls to one at 1 s, and has 0.5 s more; its iteration of 20 s would last far longer, as the other one's does.</summary>
    [Fact]
    public async Task A_ramp_down_interrupts_what_outlasts_its_grace_and_nothing_else()
    {
        var run = await RunAsync(
            "{ executor: 'ramping-vus', startVUs: 2, gracefulRampDown: '500ms', gracefulStop: '0s', stages: [{ duration: '1s', target: 2 }, { duration: 0, target: 1 }, { duration: '3s', target: 1 }] }",
            "sleep(20);");

        // Which of the two it is that the ramp takes away, nothing says.
        (run.Whole.Started, run.Whole.Interrupted).Should().Be((2, 2));
        run.Whole.Failed.Should().Be(0, "an interrupted iteration is no failure of the target");
        var ends = run.Seconds.Where(second => second.Counts.Interrupted > 0).ToList();
        ends.Select(second => second.Counts.Interrupted).Should().Equal([1, 1], "the ramp takes one, the end of the load the other");
        ends[0].Second.Should().BeLessThan(3);
    }

    /// <summary>Thresholds on it would hold where nothing was counted.</summary>
    [Theory]
    [InlineData("{ executor: 'shared-iterations', vus: 2, iterations: 9, maxDuration: '300ms', gracefulStop: '100ms' }", 7)]
    [InlineData("{ executor: 'per-vu-iterations', vus: 2, iterations: 3, maxDuration: '300ms', gracefulStop: '100ms' }", 4)]
    [InlineData("{ executor: 'constant-arrival-rate', rate: 10, timeUnit: '1s', duration: '1s', preAllocatedVUs: 1, maxVUs: 2, gracefulStop: '0s' }", 8)]
    public async Task What_a_scenario_did_not_begin_is_dropped_by_its_name(string scenario, double dropped)
    {
        await using var server = await StubServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, $$"""
            import { sleep } from 'k6';
            export const options = { scenarios: { s: {{scenario}} }, thresholds: { 'dropped_iterations{scenario:s}': ['count==0'], 'dropped_iterations{scenario:t}': ['count==0'] } };
            export default () => sleep(30);
            """);

        run.Metric("dropped_iterations").Values["count"].Should().Be(dropped);
        run.Outcomes.Values.Should().Equal(false, true);
    }

    [Fact]
    public async Task An_interrupted_request_is_no_failure()
    {
        var run = await RunAsync("{ executor: 'per-vu-iterations', vus: 2, iterations: 3, maxDuration: '300ms', gracefulStop: '100ms' }", "http.get('BASE/never');");

        (run.Whole.Started, run.Whole.Interrupted, run.Whole.Failed).Should().Be((2, 2, 0));
        run.Metric("http_reqs").Values["count"].Should().Be(0);
    }

    [Fact]
    public async Task GracefulStop_lets_iterations_end()
    {
        var run = await RunAsync("{ executor: 'constant-vus', vus: 3, duration: '300ms', gracefulStop: '30s' }", "sleep(1.5);");

        (run.Whole.Started, run.Whole.Ok, run.Whole.Interrupted).Should().Be((3, 3, 0));
    }

    [Fact]
    public async Task A_scenario_begins_at_its_startTime()
    {
        await using var server = await StubServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, """
            export const options = { scenarios: {
              a: { executor: 'shared-iterations', iterations: 1 },
              b: { executor: 'shared-iterations', iterations: 1, startTime: '2s', env: { OWN: 'b' } } } };
            export default () => console.log('OWN is ' + __ENV.OWN);
            """);

        run.Result.Phases.Single(phase => phase.Name == "b").StartSecond.Should().BeGreaterThanOrEqualTo(2);
        run.Messages.Should().Contain("script info: OWN is undefined").And.Contain("script info: OWN is b");
    }

    [Fact]
    public async Task In_a_suite_the_phases_are_the_load_and_each_has_users_of_its_own()
    {
        await using var server = await StubServer.StartAsync();

        var run = await ScriptHarness.RunAsync(
            server,
            """
            import http from 'k6/http'; import { check } from 'k6';
            export const options = { vus: 50, duration: '10m', thresholds: { 'http_reqs{kind:read}': ['count==20'] } };
            let isFirst = true;
            export const setup = () => 'data';
            export const read = (data) => { http.get(`${__ENV['BA' + 'SE_URL']}/`, { tags: { name: 'read', kind: 'read' } }); check(data, { 'has data': (d) => d === 'data' }); check(1, { ['vu ' + __VU]: true }); if (isFirst) { check(1, { first: true }); isFirst = false; } };
            export const write = () => http.post(`${__ENV['BA' + 'SE_URL']}/`, 'x', { tags: { name: 'write' } });
            """,
            new LoadLab.K6.K6Arguments { HasTarget = true, IsInSuite = true },
            Shared("first", "read"),
            Shared("second", "read"),
            Shared("third", "write"));

        run.Result.Phases.Select(phase => (phase.Name, phase.Whole.Ok)).Should().Equal(("first", 10), ("second", 10), ("third", 10));
        run.Result.Phases[2].StatusCodes["write/write"].Should().Equal(new Dictionary<string, long> { ["200"] = 10 });
        run.Outcomes.Values.Should().Equal(true);
        run.Result.Script!.Checks.Select(check => check.Name).Should().Contain("has data");
        run.Result.Script!.Checks.Count(check => check.Name.StartsWith("vu ", StringComparison.Ordinal)).Should().Be(2, "users are numbered anew in each phase");
        run.Result.Script!.Checks.Single(check => check.Name == "first").Passes.Should().Be(4, "nothing is left of the phase before");

        static PhasePlan Shared(string name, string scenario) => new()
        {
            Name = name,
            Model = LoadModel.Closed,
            Mix = [new ScenarioShare(scenario, 1)],
            Segments = [new LoadSegment(Simulation.IterationsForConstant(2, 10), Measured: true)],
            MaxVirtualUsers = 2,
            IterationsPerUser = 5,
            Connections = ConnectionPolicy.PerUser,
        };
    }

    private static async Task<ScriptHarness> RunAsync(string scenario, string body)
    {
        await using var server = await StubServer.StartAsync(context => context.Request.Path == "/never" ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        return await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http'; import { check, sleep } from 'k6';
            export const options = { scenarios: { s: {{scenario}} } };
            export default () => { {{body}} };
            """);
    }
}
