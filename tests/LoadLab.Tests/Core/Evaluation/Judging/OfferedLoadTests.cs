using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Evaluation.Judging;

public sealed class OfferedLoadTests
{
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
