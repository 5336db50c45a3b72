using LoadLab.Sdk;

namespace LoadLab.Tests.Sdk;

public sealed class SimulationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);

    [Fact]
    public void Factories_take_NBombers_named_arguments()
    {
        Simulation.KeepConstant(copies: 10, during: HalfMinute).Should().Be(new LoadSimulation.KeepConstantPart(10, HalfMinute));
        Simulation.RampingConstant(copies: 10, during: HalfMinute).Should().Be(new LoadSimulation.RampingConstantPart(10, HalfMinute));
        Simulation.Inject(rate: 10, interval: Second, during: HalfMinute).Should().Be(new LoadSimulation.InjectPart(10, HalfMinute));
        Simulation.RampingInject(rate: 10, interval: Second, during: HalfMinute).Should().Be(new LoadSimulation.RampingInjectPart(10, HalfMinute));
        Simulation.InjectRandom(minRate: 10, maxRate: 20, interval: Second, during: HalfMinute)
            .Should().Be(new LoadSimulation.InjectRandomPart(10, 20, Second, HalfMinute));
        Simulation.Pause(during: HalfMinute).Should().Be(new LoadSimulation.PausePart(HalfMinute));
        Simulation.IterationsForConstant(copies: 10, iterations: 1000).Should().Be(new LoadSimulation.IterationsForConstantPart(10, 1000));
        Simulation.IterationsForInject(rate: 10, interval: Second, iterations: 1000).Should().Be(new LoadSimulation.IterationsForInjectPart(10, 1000));
        Simulation.Poisson(rate: 10, interval: Second, during: HalfMinute).Should().Be(new LoadSimulation.PoissonPart(10, HalfMinute));
    }

    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(1, 5, 0.2)]
    [InlineData(0.5, 1, 0.5)]
    [InlineData(90, 3600, 0.025)]
    [InlineData(1, 0.01, 100)]
    public void Rate_is_counted_a_second(double rate, double intervalSeconds, double perSecond)
    {
        var interval = TimeSpan.FromSeconds(intervalSeconds);

        Simulation.Inject(rate, interval, HalfMinute).Should().BeOfType<LoadSimulation.InjectPart>().Which.RatePerSecond.Should().BeApproximately(perSecond, 1e-12);
        Simulation.RampingInject(rate, interval, HalfMinute).Should().BeOfType<LoadSimulation.RampingInjectPart>()
            .Which.RatePerSecond.Should().BeApproximately(perSecond, 1e-12);
        Simulation.Poisson(rate, interval, HalfMinute).Should().BeOfType<LoadSimulation.PoissonPart>().Which.RatePerSecond.Should().BeApproximately(perSecond, 1e-12);
        Simulation.IterationsForInject(rate, interval, 5).Should().BeOfType<LoadSimulation.IterationsForInjectPart>()
            .Which.RatePerSecond.Should().BeApproximately(perSecond, 1e-12);
    }

    [Fact]
    public void Length_is_that_of_the_part_and_nothing_for_one_that_ends_with_its_iterations()
    {
        LoadSimulation[] timed =
        [
            Simulation.KeepConstant(1, HalfMinute), Simulation.RampingConstant(1, HalfMinute), Simulation.Inject(1, Second, HalfMinute),
            Simulation.RampingInject(1, Second, HalfMinute), Simulation.InjectRandom(1, 2, Second, HalfMinute), Simulation.Poisson(1, Second, HalfMinute),
            Simulation.Pause(HalfMinute),
        ];

        timed.Should().OnlyContain(part => part.During == HalfMinute);
        Simulation.IterationsForConstant(1, 10).During.Should().Be(TimeSpan.Zero);
        Simulation.IterationsForInject(10, Second, 25).During.Should().Be(TimeSpan.FromSeconds(2.5));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(double.NaN, 5)]
    [InlineData(1e-300, 5)]
    [InlineData(0, 0)]
    public void A_rate_that_cannot_be_is_described_and_left_to_the_planner_to_refuse(double rate, long iterations)
    {
        Simulation.IterationsForInject(rate, Second, iterations).During.Should().Be(TimeSpan.MaxValue);
    }
}
