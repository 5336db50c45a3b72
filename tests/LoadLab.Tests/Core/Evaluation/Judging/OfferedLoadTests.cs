using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Evaluation.Judging;

public sealed class OfferedLoadTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_ramp_after_a_number_of_iterations_begins_at_their_rate_where_a_run_is_cut()
    {
        // 1,000 arrivals at 100/s, then from 100/s to 200/s in 10 s: after half of that 150/s are reached, and 625 have come.
        var phase = Open(new LoadSimulation.IterationsForInjectPart(100, 1_000), new LoadSimulation.RampingInjectPart(200, TenSeconds));

        OfferedLoad.Of(OfferedLoad.Until(phase, 15), ShardPlan.Whole).Should().Be(new OfferedLoad(0, 100, 1_625, 0));
    }

    [Fact]
    public void So_does_one_after_a_constant_rate_and_after_a_ramp()
    {
        OfferedLoad.Of(OfferedLoad.Until(Open(new LoadSimulation.InjectPart(100, TenSeconds), new LoadSimulation.RampingInjectPart(200, TenSeconds)), 15), ShardPlan.Whole)
            .Arrivals.Should().Be(1_625);
        OfferedLoad.Of(OfferedLoad.Until(Open(new LoadSimulation.RampingInjectPart(100, TenSeconds), new LoadSimulation.RampingInjectPart(200, TenSeconds)), 15), ShardPlan.Whole)
            .Arrivals.Should().Be(500 + 625);
    }

    [Theory]
    [InlineData(5, 500)]
    [InlineData(10, 1_000)]
    public void A_number_of_iterations_is_cut_by_its_rate(double seconds, double arrivals) =>
        OfferedLoad.Of(OfferedLoad.Until(Open(new LoadSimulation.IterationsForInjectPart(100, 1_000)), seconds), ShardPlan.Whole).Arrivals.Should().Be(arrivals);

    [Fact]
    public void The_fewest_users_that_are_measured() =>
        Of(LoadModel.Closed, (Simulation.RampingConstant(50, 10 * Second), false), (Simulation.KeepConstant(50, 30 * Second), true), (Simulation.KeepConstant(20, 30 * Second), true))
            .Should().Be(new OfferedLoad(20, 0, 0, 0));

    [Fact]
    public void A_measured_ramp_begins_at_the_level_before() =>
        Of(LoadModel.Open, (Simulation.Inject(10, Second, 10 * Second), false), (Simulation.RampingInject(30, Second, 10 * Second), true))
            .Should().Be(new OfferedLoad(0, 10, 200, 0));

    [Fact]
    public void Random_arrivals_add_their_variances()
    {
        var load = Of(LoadModel.Open, (Simulation.Poisson(100, Second, 10 * Second), true), (Simulation.InjectRandom(0, 12, Second, 10 * Second), true));

        load.Arrivals.Should().Be(1000 + 60);
        load.ArrivalsDeviation.Should().BeApproximately(Math.Sqrt(1000 + (12 * 12 / 12.0 * 10)), 1e-9);
    }

    [Fact]
    public void A_shard_has_its_part_of_arrivals_and_variance()
    {
        var load = OfferedLoad.Of(Plan(LoadModel.Open, (Simulation.Poisson(100, Second, 16 * Second), true)), new ShardPlan(0, 4));

        (load.Arrivals, load.ArrivalsDeviation, load.RatePerSecond).Should().Be((400, 20, 100));
    }

    [Fact]
    public void Nothing_measured_offers_nothing() =>
        Of(LoadModel.Open, (Simulation.Inject(10, Second, 10 * Second), false)).Should().Be(new OfferedLoad(0, 0, 0, 0));

    private static OfferedLoad Of(LoadModel model, params (LoadSimulation, bool)[] segments) => OfferedLoad.Of(Plan(model, segments), ShardPlan.Whole);

    private static PhasePlan Plan(LoadModel model, params (LoadSimulation Load, bool Measured)[] segments) => Open() with
    {
        Model = model,
        Segments = [.. segments.Select(one => new LoadSegment(one.Load, one.Measured))],
    };

    private static PhasePlan Open(params LoadSimulation[] parts) => new()
    {
        Name = "open",
        Model = LoadModel.Open,
        Mix = [new ScenarioShare("some", 1)],
        Segments = [.. parts.Select(part => new LoadSegment(part, Measured: true))],
        MaxVirtualUsers = 1_000,
        Connections = ConnectionPolicy.Shared,
    };
}
