using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.K6;
using LoadLab.Sdk;

namespace LoadLab.Tests.K6;

/// <summary>A k6 script where a suite may name an assembly.</summary>
public sealed class SuiteScriptTests
{
    private const string Script = """
        export const options = { scenarios: {
          nightly: { executor: 'per-vu-iterations', vus: 2, iterations: 3, exec: 'read', gracefulStop: '3s', env: { KIND: 'n' } },
          arrivals: { executor: 'constant-arrival-rate', rate: 5, duration: '10s', preAllocatedVUs: 4, maxVUs: 9, exec: 'write' } },
          thresholds: { http_req_failed: ['rate<0.01'] } };
        export const setup = () => {}; export const teardown = () => {}; export const handleSummary = () => ({});
        export const read = () => {}; export const write = () => {}; export default () => {};
        """;

    [Fact]
    public void Its_functions_and_scenarios_are_the_scenarios_of_the_suite()
    {
        using var folder = new ScriptFolder(Script);

        folder.Load().Scenarios.Select(scenario => scenario.Name).Should().BeEquivalentTo("nightly", "arrivals", "read", "write", "default");
    }

    [Fact]
    public void The_phases_of_the_suite_decide_the_load()
    {
        var plan = Plan("phases: [{name: steady, users: 3, thinkTime: 1s, hold: 10s, scenarios: {read: 3, write: 1}}]");

        var phase = plan.Phases.Should().ContainSingle().Subject;
        (phase.Name, phase.Model, phase.MaxVirtualUsers, phase.ThinkTime.Mean).Should().Be(("steady", LoadModel.Closed, 3, TimeSpan.FromSeconds(1)));
        phase.Mix.Should().Equal(new ScenarioShare("read", 3), new ScenarioShare("write", 1));
        plan.Script!.Thresholds.Should().ContainSingle().Which.Id.Should().Be("http_req_failed rate<0.01");
    }

    [Fact]
    public void Without_phases_the_options_of_the_script_are_the_load()
    {
        var plan = Plan("resend: idempotent");

        plan.Phases.Select(phase => (phase.Name, phase.Model, phase.MaxVirtualUsers, phase.Resend)).Should().Equal(
            ("nightly", LoadModel.Closed, 2, ResendPolicy.Idempotent), ("arrivals", LoadModel.Open, 9, ResendPolicy.Idempotent));
    }

    [Theory]
    [InlineData("nightly")]
    [InlineData("read")]
    public void A_phase_without_a_load_takes_that_of_its_scenario(string scenario)
    {
        var plan = Plan($"phases: [{{name: own, scenarios: {scenario}}}, {{name: longer, scenarios: write, maxVirtualUsers: 20, drain: 1s}}]");

        (plan.Phases[0].Name, plan.Phases[0].StartAt, plan.Phases[0].IterationsPerUser, plan.Phases[0].Drain).Should().Be(("own", null, 3L, TimeSpan.FromSeconds(3)));
        (plan.Phases[1].MaxVirtualUsers, plan.Phases[1].PreparedVirtualUsers, plan.Phases[1].Drain).Should().Be((20, 4, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("phases: [{name: p, users: 1, hold: 1s, scenarios: reed}]", 0, 1, "*phase 'p': unknown scenario 'reed'. Did you mean 'read'? The script has: *")]
    [InlineData("phases: [{name: p, scenarios: default}]", 0, 1, "*phase 'p': the phase says no load, and scenario 'default' has none of its own. Give users or rate here, or options.scenarios there.")]
    [InlineData("phases: [{name: p, users: 1, hold: 1s, scenarios: read}]", 0, 2, "--shard 0/2: the metrics and thresholds of a k6 script are those of the whole test, *")]
    [InlineData("phases: []", 0, 1, "*a suite needs at least one phase, unless its scenarios are a k6 script whose options say the load.")]
    public void What_is_wrong_is_told(string yaml, int index, int count, string fault)
    {
        var planning = () => Plan(yaml, new ShardPlan(index, count));

        planning.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().Match(fault);
    }

    [Fact]
    public void A_script_without_a_default_function_has_no_load_of_its_own_and_needs_none_in_a_suite()
    {
        using var folder = new ScriptFolder("export const read = () => {};");

        var script = K6Script.Load(folder.Script, new K6Arguments { IsInSuite = true });

        script.Phases.Should().BeEmpty();
        script.Scenarios.Should().ContainSingle().Which.Name.Should().Be("read");
        folder.Invoking(alone => alone.Load()).Should().Throw<LoadLabException>().Which.Message.Should().Contain("exports no function 'default'");
    }

    [Fact]
    public void A_suite_of_an_assembly_needs_phases()
    {
        var reading = () => SuiteFile.Parse("suite: s\nscenarios: Lms.Scenarios\ncatalogue: lms\n", "s.yaml").Name;

        reading.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().Contain("a suite needs at least one phase");
    }

    [Fact]
    public void The_student_of_the_LMS_is_read_and_has_the_actions_of_the_scenario_in_csharp()
    {
        var path = Path.Combine(Core.Evaluation.Slos.RecordBuilder.Root(), "scenarios", "k6", "student.js");

        var script = K6Script.Load(path, new K6Arguments { HasTarget = true });

        script.Warnings.Should().BeEmpty();
        script.Scenarios.Select(scenario => scenario.Name).Should().Contain("student");
        var weights = File.ReadAllText(path).Split("const WEIGHTS = {")[1].Split('}')[0].Split(',', StringSplitOptions.TrimEntries).Select(pair => pair.Split(':', StringSplitOptions.TrimEntries)).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));
        weights.Should().BeEquivalentTo(Lms.Scenarios.Actions.OfStudent.ToDictionary(pair => pair.Action, pair => pair.Weight));
    }

    private static RunPlan Plan(string yaml, ShardPlan? shard = null)
    {
        using var folder = new ScriptFolder(Script);
        var script = folder.Load();
        return Planner.Plan(SuiteFile.Parse($"suite: s\nscenarios: {folder.Script}\ncatalogue: lms\n{yaml}\n", "s.yaml"), script.Scenarios, new PlanOptions { Script = script.SuiteLoad, Shard = shard ?? ShardPlan.Whole });
    }
}
