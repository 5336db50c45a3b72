using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Capacity.Search;

public sealed class StepPhasesTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly RunPlan s_suite = new RecordBuilder().Build().Plan;

    public static TheoryData<LoadSimulation, double> Loads { get; } = new()
    {
        { Simulation.Inject(80, s_second, s_minute), 80 },
        { Simulation.Poisson(80, s_second, s_minute), 80 },
        { Simulation.RampingInject(80, s_second, s_minute), 80 },
        { Simulation.InjectRandom(10, 80, s_second, s_minute), 80 },
        { Simulation.IterationsForInject(80, s_second, 500), 80 },
        { Simulation.KeepConstant(80, s_minute), 80 },
        { Simulation.RampingConstant(80, s_minute), 80 },
        { Simulation.IterationsForConstant(80, 500), 80 },
        { Simulation.Pause(s_minute), 0 },
    };

    [Theory]
    [MemberData(nameof(Loads))]
    public void Every_kind_of_load_has_its_peak(LoadSimulation simulation, double peak) =>
        StepPhases.LoadOf(s_suite.Phases[1] with { Segments = [new LoadSegment(simulation, true)] }).Should().Be(peak);

    [Fact]
    public void Arrivals_come_as_those_of_the_suite()
    {
        var poisson = s_suite.Phases[1] with { Segments = [new LoadSegment(Simulation.RampingInject(80, s_second, s_minute), false), new LoadSegment(Simulation.Poisson(80, s_second, s_minute), true)] };

        var step = StepPhases.Of(poisson, 120, 20, ["rate-60"]);

        step.Segments.Should().Equal(
            new LoadSegment(Simulation.RampingInject(120, s_second, TimeSpan.FromSeconds(4)), false),
            new LoadSegment(Simulation.Poisson(120, s_second, TimeSpan.FromSeconds(4)), false),
            new LoadSegment(Simulation.Poisson(120, s_second, TimeSpan.FromSeconds(20)), true));
        StepPhases.LoadOf(step).Should().Be(120);
    }

    [Fact]
    public void A_rate_that_is_drawn_at_random_has_no_arrivals_of_a_step() =>
        StepPhases.ArrivalsOf(s_suite.Phases[1] with { Segments = [new LoadSegment(Simulation.InjectRandom(10, 80, s_second, s_minute), true)] }).Should().BeNull();

    [Theory]
    [InlineData(0, 3)]
    [InlineData(6.667, 14)]
    [InlineData(60, 20)]
    public void Users_settle_until_most_have_been_through_their_first_iteration(double think, double settle)
    {
        var users = s_suite.Phases[0] with { ThinkTime = new ThinkTime(TimeSpan.FromSeconds(think), ThinkTimeDistribution.Exponential) };

        StepPhases.Of(users, 50, 10, ["users-25"]).Segments.Should().Equal(
            new LoadSegment(Simulation.RampingConstant(50, TimeSpan.FromSeconds(4)), false),
            new LoadSegment(Simulation.KeepConstant(50, TimeSpan.FromSeconds(settle)), false),
            new LoadSegment(Simulation.KeepConstant(50, TimeSpan.FromSeconds(10)), true));
    }
}
