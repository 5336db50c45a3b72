using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Runs;

public sealed class PhaseSummaryTests
{
    [Fact]
    public void The_whole_comes_first_then_iterations_then_steps()
    {
        var summary = PhaseSummary.OfAll(StoredSample.Record).Single();

        summary.Steps.Select(step => (step.Scenario, step.Step)).Should().Equal(("*", "*"), ("student", "*"), ("student", "open_course"));
    }

    [Fact]
    public void Ramps_are_left_out_and_timeouts_count_as_response_time()
    {
        var whole = PhaseSummary.OfAll(StoredSample.Record).Single().Steps[0];

        (whole.Ok, whole.Failed).Should().Be((19, 1));
        whole.Response.TotalCount.Should().Be(20);
        whole.Response.PercentileMicros(95).Should().BeInRange(21_000, 21_021);
        whole.Response.PercentileMicros(96).Should().BeInRange(5_001_000, 5_006_001);
        whole.Service.PercentileMicros(50).Should().BeInRange(20_000, 20_020);
        whole.Failures.Should().Equal(new Dictionary<string, long> { ["timeout"] = 1 });
        whole.StatusCodes.Should().Equal(new Dictionary<string, long> { ["200"] = 19 });
    }

    [Fact]
    public void Throughput_is_what_ended_by_the_time_that_passed()
    {
        var phase = StoredSample.Record.Phases[0] with { MeasuredSeconds = 2.5 };

        PhaseSummary.Of(StoredSample.Record, phase).ThroughputPerSecond.Should().Be(8);
        PhaseSummary.Of(StoredSample.Record, phase with { MeasuredSeconds = 0 }).ThroughputPerSecond.Should().Be(double.NaN, "in no time nothing was measured");
    }

    [Fact]
    public void A_phase_without_results_has_zeros_and_no_fault()
    {
        var record = StoredSample.Record with { Slices = [], Seconds = [] };
        var phase = record.Phases[0] with { Measured = default, StatusCodes = new Dictionary<string, IReadOnlyDictionary<string, long>>() };

        var summary = PhaseSummary.Of(record, phase);

        summary.Steps.Should().ContainSingle().Which.Response.TotalCount.Should().Be(0);
        summary.Lag.TotalCount.Should().Be(0);
    }
}
