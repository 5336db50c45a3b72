using System.Text.Json;
using LoadLab.Cli.Terminal;
using LoadLab.Engine.SelfTest;

namespace LoadLab.Tests.Cli.Terminal;

public sealed class SelfTestTextTests
{
    private static readonly SelfTestRow Good = new("target frozen", "open", "P75", "ms", 500, 501, 6);
    private static readonly SelfTestRow Off = new("errors", "closed", "failed", "count", 300, 299, 0);

    [Fact]
    public void The_table_shows_expected_and_measured_and_says_the_whole()
    {
        SelfTestText.Table([Good]).Should().Equal(
            "CASE                                                 MODEL   FIGURE                     EXPECTED     MEASURED     ERROR",
            "target frozen                                        open    P75                       500.00 ms    501.00 ms   +0.20 %  ok",
            "",
            "selftest passed: 1 row, each within 1 %, one histogram bucket or the spacing of arrivals.");
    }

    [Fact]
    public void One_row_that_is_off_fails_the_whole()
    {
        var lines = SelfTestText.Table([Good, Off]);

        lines[2].Should().EndWith("299   -0.33 %  FAILED, allowed ±0");
        lines[^1].Should().StartWith("selftest FAILED: 1 of 2 rows is off.");
        using var document = JsonDocument.Parse(SelfTestText.Json([Good, Off]));
        document.RootElement.GetProperty("passed").GetBoolean().Should().BeFalse();
        document.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("ok").GetBoolean()).Should().Equal(true, false);
    }

    [Fact]
    public void A_sparkline_starts_at_zero()
    {
        Sparkline.Of([0, 50, 100, double.NaN], unicode: true).Should().Be("▁▅█ ", "no value is no smallest value");
        Sparkline.Of([0, 100], unicode: false).Should().Be("_@");
        Sparkline.Of([0, 0], unicode: false).Should().Be("__");
    }
}
