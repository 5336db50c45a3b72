using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.K6.Loads;
using LoadLab.Sdk;

namespace LoadLab.Tests.K6;

/// <summary>k6's options as phases of a plan.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("{ }", "1 iteration by 1 user; users 1")]
    [InlineData("{ vus: 5, duration: '10s' }", "5 users for 10; users 5")]
    [InlineData("{ vus: 5, iterations: 20 }", "20 iterations by 5 users; users 5")]
    [InlineData("{ iterations: 3 }", "3 iterations by 1 user; users 1")]
    [InlineData("{ vus: 2, stages: [{ duration: '5s', target: 10 }, { duration: '1m', target: 0 }] }", "2 users for 0, 2 → 10 users for 5, 10 → 0 users for 60; users 10")]
    [InlineData("{ scenarios: { s: { executor: 'shared-iterations', vus: 3, iterations: 9 } } }", "9 iterations by 3 users; users 3")]
    [InlineData("{ scenarios: { s: { executor: 'per-vu-iterations', vus: 3, iterations: 4 } } }", "12 iterations by 3 users; users 3; 4 each")]
    [InlineData("{ scenarios: { s: { executor: 'constant-vus', vus: 3, duration: '1m30s' } } }", "3 users for 90; users 3")]
    [InlineData("{ scenarios: { s: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '4s', target: 8 }, { duration: 0, target: 2 }] } } }", "0 → 8 users for 4, 2 users for 0; users 8")]
    [InlineData("{ scenarios: { s: { executor: 'constant-arrival-rate', rate: 1, timeUnit: '5s', duration: '10s', preAllocatedVUs: 2, maxVUs: 7 } } }", "0.2/s for 10; users 7; prepared 2")]
    [InlineData("{ scenarios: { s: { executor: 'ramping-arrival-rate', startRate: 60, timeUnit: '1m', preAllocatedVUs: 4, stages: [{ duration: '10s', target: 600 }] } } }", "1/s for 0, 1/s → 10/s for 10; users 4; prepared 4")]
    public void An_executor_is_a_phase(string options, string expected)
    {
        using var folder = new ScriptFolder($"export const options = {options}; export default () => {{}};");

        Describe(folder.Load().Phases.Should().ContainSingle().Subject).Should().Be(expected);
    }

    [Fact]
    public void Scenarios_run_side_by_side_from_their_start_times()
    {
        using var folder = new ScriptFolder("""
            export const options = { scenarios: {
              a: { executor: 'constant-vus', duration: '1s', exec: 'one', gracefulStop: '3s' },
              b: { executor: 'constant-vus', duration: '1s', exec: 'two', startTime: '2s' } } };
            export function one() {} export function two() {}
            """);

        var phases = folder.Load().Phases;

        phases.Select(phase => (phase.Name, phase.StartAt, phase.Drain)).Should().Equal(
            ("a", TimeSpan.Zero, TimeSpan.FromSeconds(3)), ("b", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30)));
        phases.SelectMany(phase => phase.Segments).Should().OnlyContain(segment => segment.Measured);
    }

    [Theory]
    [InlineData("vus 4, duration 2s", "4 users for 2; users 4")]
    [InlineData("iterations 6", "6 iterations by 1 user; users 1")]
    [InlineData("vus 2, iterations 6", "6 iterations by 2 users; users 2")]
    [InlineData("stage 3s:5", "1 users for 0, 1 → 5 users for 3; users 5")]
    public void What_the_command_line_says_takes_the_place_of_the_scripts_load(string line, string expected)
    {
        using var folder = new ScriptFolder("export const options = { scenarios: { s: { executor: 'constant-vus', vus: 3, duration: '1m' } } }; export default () => {};");
        var load = line.Split(", ").Select(part => part.Split(' ')).Aggregate(new LoadOverrides(), (load, part) => part[0] switch
        {
            "vus" => load with { Users = int.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture) },
            "iterations" => load with { Iterations = int.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture) },
            "duration" => load with { Duration = part[1] },
            _ => load with { Stages = [part[1]] },
        });

        Describe(folder.Load(load).Phases.Should().ContainSingle().Subject).Should().Be(expected);
    }

    [Theory]
    [InlineData("{ executor: 'externally-controlled' }", "options.scenarios.s.executor: 'externally-controlled' is not there, and k6 2 has taken it out too. Use ramping-vus or ramping-arrival-rate.")]
    [InlineData("{ executor: 'constant-vu', duration: '1s' }", "options.scenarios.s.executor: 'constant-vu' is not known. Did you mean 'constant-vus'? Known: shared-iterations, per-vu-iterations, constant-vus, ramping-vus, constant-arrival-rate, ramping-arrival-rate.")]
    [InlineData("{ executor: 'constant-vus' }", "options.scenarios.s.duration: there is none.")]
    [InlineData("{ executor: 'constant-vus', duration: 'soon' }", "options.scenarios.s.duration: \"soon\" is not a duration. Write for example '30s', '1m30s' or '500ms'.")]
    [InlineData("{ executor: 'constant-vus', duration: '1s', vus: 1.5 }", "options.scenarios.s.vus: 1.5 is not a whole number of at least 1.")]
    [InlineData("{ executor: 'shared-iterations', vus: 5, iterations: 3 }", "options.scenarios.s.iterations: 3 is below vus 5. Some users would have none.")]
    [InlineData("{ executor: 'constant-arrival-rate', rate: 5, duration: '1s' }", "options.scenarios.s.preAllocatedVUs: there is none. Give the users that are made before the load begins.")]
    [InlineData("{ executor: 'ramping-vus' }", "options.scenarios.s.stages: there is none. Give at least one, for example { duration: '1m', target: 20 }.")]
    [InlineData("{ executor: 'constant-vus', duration: '1s', exec: 'nobody' }", "options.scenarios.s: the script exports no function 'nobody'. It exports: default.")]
    [InlineData("{ executor: 'constant-vus', duration: '1s', rate: 3 }", "options.scenarios.s.rate is not an option of constant-vus.")]
    public void What_is_wrong_is_told_before_any_load(string scenario, string fault)
    {
        using var folder = new ScriptFolder($"export const options = {{ scenarios: {{ s: {scenario} }} }}; export default () => {{}};");

        folder.Invoking(script => script.Load()).Should().Throw<LoadLabException>().Which.Faults.Should().Equal(fault);
    }

    [Theory]
    [InlineData("tlsAuth: []")]
    [InlineData("dns: { ttl: '1m' }")]
    [InlineData("localIPs: '10.0.0.1'")]
    [InlineData("noVUConnectionReuse: true")]
    [InlineData("blacklistIPs: ['10.0.0.0/8']")]
    [InlineData("blockHostnames: ['*.example.com']")]
    [InlineData("executionSegment: '0:1/2'")]
    public void What_would_measure_something_else_is_refused(string option)
    {
        using var folder = new ScriptFolder($"export const options = {{ {option} }}; export default () => {{}};");

        folder.Invoking(script => script.Load()).Should().Throw<LoadLabException>().Which.Faults.Should()
            .Equal($"options.{option.Split(':')[0]} is not there, and without it something else would be measured. Take it out.");
    }

    [Fact]
    public void Hosts_are_refused_where_a_script_has_WebSockets()
    {
        using var folder = new ScriptFolder("import ws from 'k6/ws'; export const options = { hosts: { 'a.example': '127.0.0.1' } }; export default () => {};");

        folder.Invoking(script => script.Load()).Should().Throw<LoadLabException>().WithMessage("options.hosts is not there for WebSockets*");
    }

    [Theory]
    [InlineData("systemTags: ['url']", "options.systemTags has no effect here.")]
    [InlineData("tlsVersion: 'tls1.2'", "options.tlsVersion has no effect here.")]
    [InlineData("nonsense: 5", "options.nonsense is not known, and has no effect.")]
    public void What_changes_nothing_that_is_measured_is_a_warning(string option, string warning)
    {
        using var folder = new ScriptFolder($"export const options = {{ {option} }}; export default () => {{}};");

        folder.Load().Warnings.Should().Equal(warning);
    }

    [Theory]
    [InlineData("http_req_duration: ['p(95)<200']", "http_req_duration|p(95)|<|200")]
    [InlineData("http_req_duration: 'p(99.9) <= 4e2'", "http_req_duration|p(99.9)|<=|400")]
    [InlineData("'http_req_duration{scenario:default}': ['med<10', 'max<100']", "http_req_duration{scenario:default}|med|<|10 http_req_duration{scenario:default}|max|<|100")]
    [InlineData("checks: [{ threshold: 'rate===1', abortOnFail: true, delayAbortEval: '3s' }]", "checks|rate|==|1|abort after 3")]
    [InlineData("own: ['count>=5']", "own|count|>=|5")]
    public void Thresholds_are_read(string thresholds, string expected)
    {
        using var folder = new ScriptFolder($"import {{ Counter }} from 'k6/metrics'; const own = new Counter('own'); export const options = {{ thresholds: {{ {thresholds} }} }}; export default () => {{}};");

        string.Join(' ', folder.Load().Plan.Thresholds.Select(one => FormattableString.Invariant($"{one.Metric}|{one.Statistic}|{one.Operator}|{one.Limit}{(one.AbortOnFail ? $"|abort after {one.DelayAbort.TotalSeconds}" : "")}")))
            .Should().Be(expected);
    }

    [Theory]
    [InlineData("http_req_duraton: ['p(95)<200']", "options.thresholds: there is no metric 'http_req_duraton'. Did you mean 'http_req_duration'?*")]
    [InlineData("http_req_duration: ['p95<200']", "options.thresholds['http_req_duration']: 'p95<200' is no threshold.*")]
    [InlineData("checks: ['p(95)<200']", "options.thresholds['checks']: 'p(95)<200': a Rate has no 'p(95)'. It has: rate.")]
    public void A_wrong_threshold_is_told(string thresholds, string fault)
    {
        using var folder = new ScriptFolder($"export const options = {{ thresholds: {{ {thresholds} }} }}; export default () => {{}};");

        folder.Invoking(script => script.Load()).Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().Match(fault);
    }

    private static string Describe(PhasePlan phase)
    {
        var before = 0d;
        var parts = new List<string>();
        foreach (var simulation in phase.Segments.Select(segment => segment.Simulation))
        {
            var shape = LoadShape.Of(simulation);
            var text = shape.Describe(simulation, before).Replace("1 user →", "1 →", StringComparison.Ordinal);
            parts.Add(shape.IsForIterations ? text : FormattableString.Invariant($"{text.Replace("1 user", "1 users", StringComparison.Ordinal).Replace("userss", "users", StringComparison.Ordinal)} for {simulation.During.TotalSeconds}"));
            before = shape.LevelAfter(simulation);
        }

        return string.Join(", ", parts) + FormattableString.Invariant($"; users {phase.MaxVirtualUsers}")
            + (phase.IterationsPerUser is { } each ? FormattableString.Invariant($"; {each} each") : "")
            + (phase.Model == LoadModel.Open ? FormattableString.Invariant($"; prepared {phase.PreparedVirtualUsers}") : "");
    }
}
