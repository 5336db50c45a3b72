using LoadLab.Core.Text;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Trend;

/// <summary>A script's threshold may be an equality: its history is held to it, and to nothing else.</summary>
public class TrendLimitTests
{
    [Theory]
    [InlineData(ComparisonOperator.Equal, 0, true)]
    [InlineData(ComparisonOperator.Equal, 5, false)]
    [InlineData(ComparisonOperator.NotEqual, 0, false)]
    [InlineData(ComparisonOperator.NotEqual, 5, true)]
    public void Equality_is_kept_by_what_is_equal(ComparisonOperator comparison, double value, bool isKept) =>
        Limit(comparison).IsKeptBy(value).Should().Be(isKept);

    [Fact]
    public void An_equality_is_crossed_on_no_date()
    {
        var points = Enumerable.Range(0, 12).Select(day => new TrendPoint(
            $"run-{day}", DateTimeOffset.UnixEpoch.AddDays(day), new Dictionary<string, string>(), 10 + day, 10 + day, 10 + day)).ToList();

        var forecast = BreachForecaster.Of(points, [Limit(ComparisonOperator.NotEqual)], "ms");

        forecast.Reason.Should().Be("no date: rises by 1 ms a day, and a limit on equality has no side from which it is neared");
        forecast.Date.Should().BeNull();
    }

    private static TrendLimit Limit(ComparisonOperator comparison) => new("errors rate==0", SloTier.Slo, comparison, 0);
}
