using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.0742, "0.0742 ms")]
    [InlineData(0.42, "0.42 ms")]
    [InlineData(8.314, "8.31 ms")]
    [InlineData(42.06, "42.1 ms")]
    [InlineData(612.4, "612 ms")]
    [InlineData(1498.6, "1,499 ms")]
    [InlineData(12_345, "12.3 s")]
    [InlineData(double.NaN, "–")]
    public void Milliseconds_keep_three_digits(double value, string text) => Units.Milliseconds(value).Should().Be(text);

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.000741, "0.0741 %")]
    [InlineData(0.0232, "2.32 %")]
    [InlineData(0.123, "12.3 %")]
    [InlineData(1, "100 %")]
    [InlineData(0.99996, "99.996 %")]
    [InlineData(double.NaN, "–")]
    public void Percent_says_100_only_when_it_is(double ratio, string text) => Units.Percent(ratio).Should().Be(text);

    [Theory]
    [InlineData(0.2, "0.2/s")]
    [InlineData(149.97, "150/s")]
    [InlineData(99.92, "99.9/s")]
    [InlineData(12345.6, "12,346/s")]
    public void Rates(double value, string text) => Units.Rate(value).Should().Be(text);

    [Theory]
    [InlineData(1, "items", "1 item")]
    [InlineData(1, "queries", "1 query")]
    [InlineData(1, "bus", "1 bus")]
    [InlineData(0, "items", "0 items")]
    [InlineData(0.98, "items", "0.98 items")]
    [InlineData(2, "connections", "2 connections")]
    public void One_is_singular(double value, string unit, string text) => Units.Value(value, unit).Should().Be(text);

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(268_435_456, "256 MiB")]
    [InlineData(1_610_612_736, "1.5 GiB")]
    public void Bytes_are_binary(double value, string text) => Units.Bytes(value).Should().Be(text);

    [Theory]
    [InlineData(0.35, "350 ms")]
    [InlineData(25.02, "25.02 s")]
    [InlineData(90, "90 s")]
    [InlineData(250, "4 min 10 s")]
    [InlineData(600, "10 min")]
    [InlineData(5400, "1 h 30 min")]
    public void Durations(double seconds, string text) => Units.Duration(TimeSpan.FromSeconds(seconds)).Should().Be(text);

    [Theory]
    [InlineData(28.9, "00:28")]
    [InlineData(3850, "1:04:10")]
    [InlineData(-1, "00:00")]
    [InlineData(double.NaN, "00:00")]
    public void Clock_shows_the_second_that_runs(double seconds, string text) => Units.Clock(seconds).Should().Be(text);

    [Theory]
    [InlineData(600.4, 600, "ms", "600.4 ms")]
    [InlineData(599.98, 600, "ms", "599.98 ms")]
    [InlineData(600, 600, "ms", "600 ms")]
    [InlineData(612, 600, "ms", "612 ms")]
    [InlineData(0.80004, 0.8, "ratio", "80.004 %")]
    [InlineData(0.99999, 1, "ratio", "99.999 %")]
    [InlineData(149.98, 150, "1/s", "149.98/s")]
    [InlineData(100.0004, 100, "items", "100.0004 items")]
    public void A_value_never_reads_like_a_limit_that_it_is_not(double value, double limit, string unit, string text) =>
        Units.Against(value, limit, unit).Should().Be(text);

    [Theory]
    [InlineData(ComparisonOperator.LessThan, "< 600 ms")]
    [InlineData(ComparisonOperator.LessThanOrEqual, "≤ 600 ms")]
    [InlineData(ComparisonOperator.GreaterThan, "> 600 ms")]
    [InlineData(ComparisonOperator.GreaterThanOrEqual, "≥ 600 ms")]
    public void Limits_have_a_sign(ComparisonOperator comparison, string text) => Units.Limit(600, comparison, "ms").Should().Be(text);
}
