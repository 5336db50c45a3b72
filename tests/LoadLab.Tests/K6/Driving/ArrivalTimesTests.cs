using LoadLab.Core.Runs;
using LoadLab.K6.Driving;
using LoadLab.Sdk;

namespace LoadLab.Tests.K6.Driving;

/// <summary>When k6 means to start an iteration: the times are those of k6's source, worked out by hand.</summary>
public sealed class ArrivalTimesTests
{
    private static readonly TimeSpan s_ten = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_constant_rate_begins_at_once_and_is_evenly_spaced()
    {
        var schedule = new ArrivalSchedule([new LoadSegment(Simulation.Inject(20, TimeSpan.FromSeconds(1), s_ten), Measured: true)]);

        new[] { 0.0, 1, 20, 199 }.Select(schedule.Of).Should().Equal(0, 0.05, 1, 9.95);
        schedule.Of(250).Should().Be(double.NaN, "it is not planned");
    }

    [Fact]
    public void A_ramp_starts_an_iteration_where_the_area_under_it_is_one_more()
    {
        // From 0 to 20/s in 10 s: t seconds have t² iterations. Then 20/s: 100 + 20 (t − 10).
        var schedule = new ArrivalSchedule(
        [
            new LoadSegment(Simulation.RampingInject(20, TimeSpan.FromSeconds(1), s_ten), Measured: false),
            new LoadSegment(Simulation.Inject(20, TimeSpan.FromSeconds(1), s_ten), Measured: true),
        ]);

        new[] { 0.0, 3, 24, 99, 100, 119 }.Select(number => Math.Round(schedule.Of(number), 6)).Should().Equal(1, 2, 5, 10, 10.05, 11);
    }
}
