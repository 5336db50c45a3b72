using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.Html;

namespace LoadLab.Tests.Reporting;

public sealed class FaultChartTests
{
    private static readonly RunRecord Run = SampleRun.Slow();

    [Fact]
    public void Each_fault_is_a_band_on_the_runs_clock() =>
        ChartBuilder.Build(Run, SampleEvaluation.Broken()).Faults.Should().Equal(new ChartBand("postgres stopped", 12.1, 16.2), new ChartBand("redis paused", 52, 55.1));

    [Fact]
    public void A_fault_that_was_never_mended_lasts_to_the_end_and_one_that_never_came_is_none()
    {
        var evaluation = SampleEvaluation.Broken();
        var model = ChartBuilder.Build(Run, evaluation with { Faults = [evaluation.Faults[0] with { EndSecond = null }, evaluation.Faults[1] with { StartSecond = null, EndSecond = null }] });

        model.Faults.Should().Equal(new ChartBand("postgres stopped", 12.1, model.Seconds));
    }

    [Fact]
    public void A_run_without_faults_has_no_band() => ChartBuilder.Build(Run, SampleEvaluation.Good()).Faults.Should().BeEmpty();

    [Fact]
    public void Both_pictures_draw_the_bands()
    {
        var evaluation = SampleEvaluation.Broken();
        var model = ChartBuilder.Build(Run, evaluation);

        var svg = SvgChart.Draw(model);

        svg.Split("class=\"fault\"").Should().HaveCount(1 + (2 * model.Panels.Count), "two bands through each panel");
        svg.Should().Contain(">postgres stopped</text>").And.Contain(">redis paused</text>");
        RunChart.Png(Run, evaluation).Should().NotEqual(RunChart.Png(Run, evaluation with { Faults = [] }));
    }

    [Fact]
    public void The_page_lists_them() =>
        HtmlText.Of(new JudgedRun(Run, SampleEvaluation.Broken())).Should().Contain("<h2>Broken on purpose</h2>")
            .And.Contain("postgres stopped 00:12–00:16, recovered after 1.8&#160;s, 51.6&#160;% of 310 requests failed meanwhile, queue drained after 3.0&#160;s, 41 items at its longest</li>")
            .And.Contain("redis paused 00:52–00:55, not recovered in 4.9&#160;s");
}
