using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Suites;

public sealed class PlannerTests
{
    private static readonly ScenarioProps Student = Named("student");
    private static readonly ScenarioProps Reader = Named("catalogue_reader").WithWeight(3);

    [Fact]
    public void A_closed_phase_ramps_and_warms_up_unmeasured_and_holds_measured()
    {
        var phase = Plan("{name: a, users: 1000, thinkTime: {mean: 6.667s, distribution: exponential}, ramp: 20s, warmUp: 5s, hold: 90s, scenarios: {student: 1}}").Phases.Single();

        phase.Segments.Should().Equal(
            new LoadSegment(Simulation.RampingConstant(1000, TimeSpan.FromSeconds(20)), false),
            new LoadSegment(Simulation.KeepConstant(1000, TimeSpan.FromSeconds(5)), false),
            new LoadSegment(Simulation.KeepConstant(1000, TimeSpan.FromSeconds(90)), true));
        phase.Model.Should().Be(LoadModel.Closed);
        phase.Connections.Should().Be(ConnectionPolicy.PerUser);
        phase.MaxVirtualUsers.Should().Be(1000);
        phase.ThinkTime.Should().Be(new ThinkTime(TimeSpan.FromSeconds(6.667), ThinkTimeDistribution.Exponential));
        phase.MeasuredDuration.Should().Be(TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData("150/s", 1500, 150)]
    [InlineData("10/m", 1000, 1)]
    [InlineData("1000000/s", 1_000_000, 1_000_000)]
    public void An_open_phase_has_defaults_from_its_rate(string rate, int most, int prepared)
    {
        var phase = Plan($"{{name: a, rate: {rate}, hold: 90s, scenarios: student}}").Phases.Single();

        phase.Model.Should().Be(LoadModel.Open);
        phase.Connections.Should().Be(ConnectionPolicy.Shared);
        phase.MaxVirtualUsers.Should().Be(most);
        phase.PreparedVirtualUsers.Should().Be(prepared);
    }

    [Fact]
    public void Arrivals_and_simulations_become_the_parts_of_the_scenario_api()
    {
        Plan("{name: a, rate: 5/s, arrivals: poisson, hold: 9s, scenarios: student}").Phases[0].Segments.Should()
            .Equal(new LoadSegment(Simulation.Poisson(5, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9)), true));
        Plan("{name: a, minRate: 5/s, maxRate: 15/s, arrivals: random, ramp: 1s, hold: 9s, scenarios: student}").Phases[0].Segments.Should().Equal(
            new LoadSegment(Simulation.RampingInject(10, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), false),
            new LoadSegment(Simulation.InjectRandom(5, 15, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9)), true));
        Plan("{name: a, users: 5, iterations: 100, scenarios: student}").Phases[0].Segments.Should()
            .Equal(new LoadSegment(Simulation.IterationsForConstant(5, 100), true));
        Plan("{name: a, scenarios: student, simulations: [{inject: {rate: 2/s, during: 4s}, measured: false}, {pause: {during: 1s}}, {rampingInject: {rate: 9/s, during: 3s}, measured: true}]}")
            .Phases[0].Segments.Should().Equal(
                new LoadSegment(Simulation.Inject(2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)), false),
                new LoadSegment(Simulation.Pause(TimeSpan.FromSeconds(1)), false),
                new LoadSegment(Simulation.RampingInject(9, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), true));
    }

    [Fact]
    public void Scenarios_without_weights_have_their_own()
    {
        Plan("{name: a, users: 5, hold: 9s}").Phases[0].Mix.Should().Equal(new ScenarioShare("student", 1), new ScenarioShare("catalogue_reader", 3));
        Plan("{name: a, users: 5, hold: 9s, scenarios: [catalogue_reader]}").Phases[0].Mix.Should().Equal(new ScenarioShare("catalogue_reader", 3));
    }

    [Fact]
    public void A_phase_without_a_load_uses_the_scenarios_own_and_leaves_out_its_warm_up()
    {
        var scenario = Student.WithWarmUpDuration(TimeSpan.FromSeconds(5))
            .WithLoadSimulations(Simulation.RampingInject(40, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), Simulation.Inject(40, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)));

        Planner.Plan(Suite("{name: a, scenarios: student}"), [scenario], new PlanOptions()).Phases[0].Segments.Should().Equal(
            new LoadSegment(Simulation.RampingInject(20, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)), false),
            new LoadSegment(Simulation.RampingInject(40, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)), true),
            new LoadSegment(Simulation.Inject(40, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)), true));
    }

    [Theory]
    [InlineData("model: closed, users: 1000, maxVirtualUsers: 50, hold: 9s", "maxVirtualUsers 50 is below users 1000. Raise maxVirtualUsers to at least 1000.")]
    [InlineData("rate: 0/s, hold: 9s", "rate 0/s is not above 0.")]
    [InlineData("rate: -5/s, hold: 9s", "rate -5/s is not above 0.")]
    [InlineData("rate: NaN/s, hold: 9s", "rate NaN/s is not above 0.")]
    [InlineData("rate: 1e9/s, hold: 9s", "rate 1E+09/s is above 1000000/s, the most that is accepted.")]
    [InlineData("users: 0, hold: 9s", "users 0 is not from 1 to 1000000.")]
    [InlineData("users: 1000001, hold: 9s", "users 1000001 is not from 1 to 1000000.")]
    [InlineData("users: 5, hold: 0s", "hold 0s measures nothing. Give it a length, for example 60s.")]
    [InlineData("users: 5", "neither hold nor iterations is given, so nothing would be measured. Give hold, for example 60s.")]
    [InlineData("users: 5, hold: 9s, iterations: 7", "hold and iterations are both given. Keep the one that ends the phase.")]
    [InlineData("users: 5, hold: 9s, thinkTime: 1s, pacing: 2s", "thinkTime and pacing are both given. thinkTime waits after an iteration, pacing between two starts: keep one.")]
    [InlineData("rate: 5/s, hold: 9s, thinkTime: 1s", "thinkTime does not go in the open model, where arrivals do not wait for users. Remove it, or make the phase model: closed.")]
    [InlineData("model: closed, users: 5, rate: 5/s, hold: 9s", "rate does not go in the closed model, where users start their next iteration themselves. Remove it, or make the phase model: open.")]
    [InlineData("users: 5, rate: 5/s, hold: 9s", "users and rate are both given: a number of users is the closed model, a rate the open one. Keep one, or make two phases.")]
    [InlineData("rate: 5/s, hold: 9s, preparedVirtualUsers: 9, maxVirtualUsers: 3", "maxVirtualUsers 3 is below preparedVirtualUsers 9. Raise maxVirtualUsers to at least 9.")]
    [InlineData("rate: 5/s, hold: 9s, minRate: 1/s", "minRate does not go without arrivals: random.")]
    [InlineData("arrivals: random, minRate: 9/s, maxRate: 1/s, hold: 9s", "minRate 9/s is above maxRate 1/s.")]
    [InlineData("model: open, simulations: [{keepConstant: {copies: 1, during: 1s}}]", "the simulations are of the closed model, but the phase says model: open.")]
    [InlineData("simulations: [{keepConstant: {copies: 1, during: 1s}}, {inject: {rate: 1/s, during: 1s}}]", "open and closed simulations do not mix in one phase. Make two phases.")]
    [InlineData("simulations: [{rampingInject: {rate: 1/s, during: 1s}}]", "no simulation is measured. Add one that holds the load, or say measured: true.")]
    [InlineData("simulations: [{inject: {rate: 1/s, during: 0s}}]", "simulation 1: during 0s is not above 0.")]
    [InlineData("hold: 9s", "hold does not go without a load. Give users or rate, or leave it out to use the scenario's own load.")]
    [InlineData("rate: 5/s, hold: 9s, requestTimeout: 0s", "requestTimeout 0s would fail every request. Give it a length, for example 30s.")]
    public void A_contradiction_says_where_what_and_what_to_do(string keys, string message)
    {
        Faults($"{{name: a, scenarios: student, {keys}}}").Should().ContainSingle().Which.Should().MatchRegex("^tiny.yaml:5:[0-9]+: Suite 'tiny', phase 'a': ").And.EndWith(message);
    }

    [Theory]
    [InlineData("{student: 0}", "the weight 0 of scenario 'student' is not above 0. Give it a weight, or take the scenario out.")]
    [InlineData("{student: -1}", "the weight -1 of scenario 'student' is not above 0. Give it a weight, or take the scenario out.")]
    [InlineData("[student, student]", "scenario 'student' is named 2 times. Name it once, with a weight.")]
    [InlineData("{studnet: 1}", "unknown scenario 'studnet'. Did you mean 'student'? The assembly has: student, catalogue_reader.")]
    [InlineData("{}", "scenarios is empty. Name at least one, or leave the key out for all of the assembly.")]
    public void A_mix_must_name_known_scenarios_with_weights(string scenarios, string message)
    {
        Faults($"{{name: a, users: 5, hold: 9s, scenarios: {scenarios}}}").Should().ContainSingle().Which.Should().EndWith(message);
    }

    [Fact]
    public void All_contradictions_come_at_once()
    {
        Faults("{name: a, users: 0, hold: 0s, scenarios: {student: 0}}", "{name: a, rate: 0/s, hold: 9s}").Should().HaveCount(5)
            .And.Contain(fault => fault.Contains("the phase name 'a' stands 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public void A_contradiction_that_came_from_the_command_line_says_so()
    {
        var suite = Suite("{name: a, users: 5, hold: 9s}").WithOverrides([new("phases.a.maxVirtualUsers", "2")]);

        var act = () => Planner.Plan(suite, [Student], new PlanOptions());

        act.Should().Throw<LoadLabException>().WithMessage("--set phases.a.maxVirtualUsers=2: Suite 'tiny', phase 'a': maxVirtualUsers 2 is below users 5. Raise maxVirtualUsers to at least 5.");
    }

    [Fact]
    public void Options_go_before_the_suite()
    {
        var plan = Planner.Plan(Suite("{name: a, users: 5, hold: 9s}"), [Student], new PlanOptions { Seed = 7, StackKind = "processes", ScenarioAssemblyPath = "/x/y.dll" });

        (plan.Seed, plan.Stack.Kind, plan.ScenarioAssembly).Should().Be((7, "processes", "/x/y.dll"));
        plan.Stack.Lms.Should().Be(new LmsPlan());
    }

    [Theory]
    [InlineData("proceses", "--stack proceses: unknown kind of stack. Did you mean 'processes'? Allowed: auto, processes, containers, external.")]
    [InlineData("external", "tiny.yaml: Suite 'tiny': an external stack needs its address. Give --external-url http://127.0.0.1:8080, the variable LOADLAB_EXTERNAL_URL, or stack.external.baseUrl in the suite.")]
    public void A_stack_that_cannot_be_is_refused(string kind, string message)
    {
        var act = () => Planner.Plan(Suite("{name: a, users: 5, hold: 9s}"), [Student], new PlanOptions { StackKind = kind });

        act.Should().Throw<LoadLabException>().WithMessage(message);
    }

    private static ScenarioProps Named(string name) => Scenario.Create(name, _ => Task.FromResult<IResponse>(Response.Ok()));

    private static SuiteFile Suite(params string[] phases) =>
        SuiteFile.Parse("suite: tiny\nscenarios: Some.Scenarios\ncatalogue: lms\nphases:\n" + string.Join('\n', phases.Select(phase => "  - " + phase)), "tiny.yaml");

    private static RunPlan Plan(params string[] phases) => Planner.Plan(Suite(phases), [Student, Reader], new PlanOptions());

    private static IReadOnlyList<string> Faults(params string[] phases) =>
        ((Action)(() => Plan(phases))).Should().Throw<LoadLabException>().Which.Faults;
}
