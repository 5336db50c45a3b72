using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.Figures;
using LoadLab.Sdk;

namespace LoadLab.Tests.Reporting;

public sealed class ChartModelTests
{
    [Fact]
    public void Percentiles_of_a_second_come_from_the_merged_histograms()
    {
        var run = SampleRun.Good();

        var line = Timeline.Of(run, []);

        var merged = LoadLab.Core.Measurement.Histograms.PackedHistogram.Merge(run.Slices.Where(s => s.Second == 12).Select(s => s.Response));
        line.P95[12].Should().Be(merged.PercentileMicros(95) / 1000.0);
        line.Requests[12].Should().Be(50);
    }

    [Fact]
    public void Fast_failures_do_not_flatter_the_response_time()
    {
        var run = SampleRun.Slow();

        var line = Timeline.Of(run, []);

        var ok = LoadLab.Core.Measurement.Histograms.PackedHistogram.Merge(run.Slices.Where(s => s.Second == 55 && s.Key.Class == "ok").Select(s => s.Response));
        line.P50[55].Should().Be(ok.PercentileMicros(50) / 1000.0);
        line.Failed[55].Should().Be(5);
        line.Requests[55].Should().Be(100);
    }

    [Fact]
    public void Only_the_series_that_the_verdict_was_judged_on_are_drawn()
    {
        var run = SampleRun.Good();

        Timeline.Of(run, ["student/open_course"]).P99[12].Should().BeLessThan(Timeline.Of(run, []).P99[12]);
    }

    [Fact]
    public void A_second_without_results_is_a_gap()
    {
        var run = SampleRun.Good();

        var line = Timeline.Of(run with { Slices = [.. run.Slices.Where(slice => slice.Second != 12)] }, []);

        line.P95[12].Should().Be(double.NaN);
        line.Requests[12].Should().Be(0, "the engine reported the second, and nothing was done in it");
    }

    [Fact]
    public void Ramps_and_drains_are_bands_of_their_own()
    {
        var model = ChartBuilder.Build(SampleRun.Good(), SampleEvaluation.Good());

        model.Uncounted.Should().Equal(new ChartBand("ramp, not counted", 0, 5), new ChartBand("ramp, not counted", 30, 36));
        model.Phases.Select(phase => phase.Label).Should().Equal("users-50: 50 users", "rate-100: 100/s");
    }

    [Fact]
    public void A_run_without_seconds_is_shaded_by_its_phases() =>
        ChartBuilder.Build(SampleRun.WithoutTraffic(), SampleEvaluation.WithoutTraffic()).Uncounted.Should().Equal(
            new ChartBand("ramp, not counted", 0, 5), new ChartBand("ramp, not counted", 30, 36));

    [Fact]
    public void A_probe_that_missed_seconds_leaves_a_hole_in_its_line()
    {
        var model = ChartBuilder.Build(SampleRun.Good(), SampleEvaluation.Good());

        model.Panels[2].Series[0].Runs().Should().Equal((0, 19), (20, 56));
    }

    [Fact]
    public void SLO_lines_are_found_by_what_the_verdict_declares_else_by_its_title()
    {
        var evaluation = SampleEvaluation.Good();
        var undeclared = evaluation with { Verdicts = [.. evaluation.Verdicts.Select(v => v with { Measure = "", Percentile = null })] };

        foreach (var judged in (RunEvaluation[])[evaluation, undeclared])
        {
            ChartBuilder.Build(SampleRun.Good(), judged).Panels.SelectMany(panel => panel.Limits).Select(limit => limit.Label).Should().Equal(
                "P95 SLO 600 ms", "P99 SLO 1,500 ms", "DB pool SLO 80 %", "Redis memory SLO 70 %", "SLO 100 items");
        }
    }

    [Fact]
    public void The_axis_is_logarithmic_only_where_a_linear_one_would_hide_the_data()
    {
        ValueAxis.For([12, 600], [12], mayBeLog: true).Log.Should().BeTrue();
        ValueAxis.For([100, 600], [100], mayBeLog: true).Log.Should().BeFalse();
        ValueAxis.For([12, 600], [12], mayBeLog: false).Log.Should().BeFalse();
        ValueAxis.For([], [], mayBeLog: true).Max.Should().BeGreaterThan(0);
    }

    [Fact]
    public void Values_stand_in_proportion_on_the_axis()
    {
        var linear = new ValueAxis(0, 200, false, []);
        var logarithmic = new ValueAxis(1, 10_000, true, []);

        linear.Place(50).Should().Be(0.25);
        logarithmic.Place(100).Should().BeApproximately(0.5, 1e-9);
        linear.Place(500).Should().Be(1);
        logarithmic.Place(0).Should().Be(0);
    }

    [Theory]
    [InlineData(new[] { 50.0, 52, 54 }, new[] { 50.0, 60, 70 })]
    [InlineData(new[] { 96.0, 98 }, new[] { 90.0, 100 })]
    [InlineData(new[] { 10.0, 90 }, new[] { 10.0, 90 })]
    [InlineData(new[] { 90.0, 10 }, new[] { 90.0, 10 })]
    public void Labels_are_moved_apart_and_kept_inside(double[] wanted, double[] placed) =>
        LabelSpread.Spread(wanted, 10, 0, 100).Should().Equal(placed);

    [Fact]
    public void A_ramp_offers_what_lies_between_its_ends()
    {
        var phase = SampleRun.Good().Plan.Phases[1];

        LoadDescription.RateAt(phase, 2.5).Should().Be(50);
        LoadDescription.RateAt(phase, 10).Should().Be(100);
        LoadDescription.RateAt(phase, 31).Should().Be(double.NaN);
        LoadDescription.RateAt(SampleRun.Good().Plan.Phases[0], 10).Should().Be(double.NaN, "the closed model offers users, not a rate");
    }

    [Fact]
    public void Every_kind_of_load_has_words()
    {
        LoadSimulation[] loads =
        [
            Simulation.KeepConstant(1, TimeSpan.FromSeconds(1)),
            Simulation.RampingConstant(1000, TimeSpan.FromSeconds(1)),
            Simulation.Inject(0.2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)),
            Simulation.InjectRandom(10, 20, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)),
            Simulation.Poisson(150, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)),
            Simulation.Pause(TimeSpan.FromSeconds(1)),
            Simulation.IterationsForConstant(5, 1000),
            Simulation.IterationsForInject(50, TimeSpan.FromSeconds(1), 1000),
        ];

        var phase = SampleRun.Good().Plan.Phases[0] with { Segments = [.. loads.Select(load => new LoadLab.Core.Runs.LoadSegment(load, true))] };

        LoadDescription.InWords(phase).Should().Be(
            "1 user, then 1 → 1,000 users, then 0.2/s, then 10/s to 20/s at random, then 150/s Poisson, then a pause, then 1,000 iterations by 5 users, then 1,000 iterations at 50/s");
    }
}
