using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Charts;

namespace LoadLab.Tests.Reporting;

public sealed class CausePanelTests
{
    private static readonly Measure Locked = new(MeasureNames.DbSessionsLocked, "sessions", MeasureAggregation.Max, "Sessions that wait for a lock");

    [Fact]
    public void What_broke_first_stands_right_below_the_SLO_that_was_crossed_on_one_clock()
    {
        var model = ChartBuilder.Build(WithLocks(), Judged("api-response-p95", BottleneckCauses.Lock, Locked.Name));

        model.Panels.Select(panel => panel.Title).Should().Equal(
            "Response time, each second · SLO crossed at 00:49",
            "Sessions that wait for a lock · what broke first, from 00:47 on",
            "Throughput, each second", "Saturation, % of the maximum", "Queue length, items");
        model.Panels[1].Series.Should().ContainSingle().Which.Y.Should().Equal(0, 7, 9);
        model.Marks.Should().Equal(new ChartMark(49, Ink.Limit), new ChartMark(47, Ink.Resource));
    }

    [Fact]
    public void A_cause_that_has_a_panel_already_gets_no_second_one()
    {
        var model = ChartBuilder.Build(SampleRun.Slow(), Judged("api-response-p95", BottleneckCauses.Pool, MeasureNames.DbPoolUsed));

        model.Panels.Select(panel => panel.Title).Should().Equal(
            "Response time, each second · SLO crossed at 00:49", "Saturation, % of the maximum · what broke first, from 00:47 on",
            "Throughput, each second", "Queue length, items");
    }

    [Fact]
    public void An_SLO_on_the_cause_itself_is_one_panel_with_both_marks()
    {
        var model = ChartBuilder.Build(SampleRun.Slow(), Judged("db-pool", BottleneckCauses.Pool, MeasureNames.DbPoolUsed));

        model.Panels[0].Title.Should().Be("Saturation, % of the maximum · SLO crossed at 00:49 · what broke first, from 00:47 on");
        model.Panels.Should().HaveCount(4);
        model.Marks.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("redis.ping")]
    public void A_cause_without_samples_leaves_the_crossing_marked(string measure)
    {
        var model = ChartBuilder.Build(SampleRun.Slow(), Judged("api-response-p95", BottleneckCauses.Generator, measure));

        model.Marks.Should().Equal(new ChartMark(49, Ink.Limit));
        model.Panels.Should().HaveCount(4);
    }

    [Fact]
    public void Nothing_crossed_is_the_chart_as_ever() =>
        ChartBuilder.Build(SampleRun.Good(), SampleEvaluation.Good()).Marks.Should().BeEmpty();

    [Fact]
    public void Both_pictures_draw_the_marks()
    {
        var (run, judged) = (WithLocks(), Judged("api-response-p95", BottleneckCauses.Lock, Locked.Name));

        SvgChart.Draw(ChartBuilder.Build(run, judged)).Split("class=\"mark ").Should().HaveCount(1 + (2 * 5), "two marks through five panels");
        RunChart.Png(run, judged).Should().NotEqual(RunChart.Png(run, judged with { Attribution = judged.Attribution! with { CrossedSecond = 20 } }));
    }

    private static RunRecord WithLocks()
    {
        var run = SampleRun.Slow();
        return run with { Probes = [.. run.Probes, new ProbeSeries(Locked, [new(46, 0), new(47, 7), new(48, 9)])] };
    }

    private static RunEvaluation Judged(string slo, string cause, string measure) => SampleEvaluation.Failed() with
    {
        Attribution = new BottleneckAttribution(slo, "title", "rate-100", 49, [new Bottleneck(cause, measure, 47, "seen")]),
    };
}
