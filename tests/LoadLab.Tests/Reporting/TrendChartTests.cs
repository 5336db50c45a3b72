using LoadLab.Core.Text;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Charts;

namespace LoadLab.Tests.Reporting;

public sealed class TrendChartTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(50, 7)]
    public void The_last_tick_leaves_room_for_the_title_of_the_axis(int runs, int ticks)
    {
        var model = TrendChart.Build("smoke", Trend(runs));

        model.Ticks.Should().HaveCount(ticks);
        model.Ticks[^1].Place.Should().BeLessThanOrEqualTo(0.94 * runs);
    }

    [Fact]
    public void A_limits_label_keeps_clear_of_other_labels()
    {
        var model = TrendChart.Build("smoke", Trend(50));
        const double Width = 0.15, Height = 0.04, Top = 0.94;

        LimitLabel.Start(model, model.Panels[0], Width, Top, Height, []).Should().BeApproximately(1 - Width, 0.01);
        LimitLabel.Start(model, model.Panels[0], Width, Top, Height, [(0.8, 0.95)]).Should().BeLessThan(0.6);
    }

    private static MeasureTrend Trend(int runs)
    {
        var start = new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);
        var points = Enumerable.Range(0, runs).Select(i => new TrendPoint($"run-{i}", start.AddMinutes(i), new Dictionary<string, string>(), 10, 9, 11)).ToList();
        return new MeasureTrend(new TrendSeries("api-response-p95", "ms", points, [new TrendLimit("api-response-p95", SloTier.Slo, ComparisonOperator.LessThan, 600)]), [], 0.02, 0.05, new BreachForecast(null, null, null, null, ""));
    }
}
