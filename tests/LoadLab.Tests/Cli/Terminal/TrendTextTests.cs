using LoadLab.Cli.Terminal;
using LoadLab.Core.Statistics;
using LoadLab.Core.Trend;

namespace LoadLab.Tests.Cli.Terminal;

public sealed class TrendTextTests
{
    [Fact]
    public void What_searches_found_before_and_after_a_change_has_the_digits_of_their_interval()
    {
        TrendPoint[] points = [.. Enumerable.Range(0, 2).Select(at => new TrendPoint($"r{at}", DateTimeOffset.UnixEpoch.AddDays(at), new Dictionary<string, string>(), 897.284, 788.68, 1005.73))];
        var trend = new SuiteTrend(
            "shop", [new MeasureTrend(new TrendSeries("capacity in arrival rate", "1/s", points, []), [new ChangePoint(1, 897.284, 1211.46, 0.0005)], double.NaN, double.PositiveInfinity, new BreachForecast(null, null, null, null, ""))], []);

        TrendText.Lines(trend).Should().Contain("  capacity in arrival rate: +35 % (900/s -> 1,210/s) from r1 on");
    }
}
