using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Runs;

public sealed class OncePlanTests
{
    [Fact]
    public void Each_scenario_has_one_iteration_in_a_phase_of_its_own()
    {
        var phase = StoredSample.Plan.Phases[0];
        var plan = StoredSample.Plan with
        {
            Phases = [phase with { Mix = [new ScenarioShare("browse", 9), new ScenarioShare("buy", 1)] }, phase with { Name = "later", StartAt = TimeSpan.FromSeconds(9), Mix = [new ScenarioShare("buy", 1)] }],
        };

        var once = OncePlan.Of(plan);

        once.Phases.Select(one => one.Name).Should().Equal("browse", "buy");
        once.Phases.Should().AllSatisfy(one =>
        {
            one.Model.Should().Be(LoadModel.Closed);
            one.Mix.Should().ContainSingle().Which.Scenario.Should().Be(one.Name);
            one.Segments.Should().ContainSingle().Which.Simulation.Should().Be(Simulation.IterationsForConstant(1, 1));
            one.StartAt.Should().BeNull();
            one.MaxVirtualUsers.Should().Be(1);
            one.RequestTimeout.Should().Be(phase.RequestTimeout);
        });
        once.Stack.Should().Be(plan.Stack);
    }
}
