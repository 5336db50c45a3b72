using LoadLab.Core.Budgets;

namespace LoadLab.Tests.Core.Budgets;

public sealed class BurnRateRuleTests
{
    private static BurnRateRule Fast => BurnRateRule.Standard[0];

    [Fact]
    public void The_standard_rules_are_the_four_of_the_workbook() =>
        BurnRateRule.Standard.Select(rule => $"{rule.Severity} {rule.Name}").Should()
            .Equal("page 14.4 in 1h/5m", "page 6 in 6h/30m", "ticket 3 in 1d/2h", "ticket 1 in 3d/6h");

    [Fact]
    public void Another_period_keeps_the_shares_and_changes_the_factors() =>
        BurnRateRule.StandardFor(TimeSpan.FromDays(28)).Select(rule => rule.Factor).Should().Equal(13.44m, 5.6m, 2.8m, 0.9333333333333333333333333333m);

    // threshold · window / ratio: 1.44 % · 60 min / 1 = 0.864 min. The single window of 36 over one hour is the workbook's "alert on burn rate",
    // whose reset time it gives as 58 minutes.
    [Theory]
    [InlineData("0.02", 60, 5, "1", 0.864, 4.928)]
    [InlineData("0.02", 60, 5, "0.1", 8.64, 4.28)]
    [InlineData("0.02", 60, 5, "0.02", 43.2, 1.4)]
    [InlineData("0.05", 360, 30, "1", 2.16, 29.82)]
    [InlineData("0.10", 1440, 120, "1", 4.32, 119.64)]
    [InlineData("0.10", 4320, 360, "1", 4.32, 359.64)]
    [InlineData("0.05", 60, 60, "1", 2.16, 57.84)]
    public void Detection_and_reset_follow_in_closed_form(string share, int longMinutes, int shortMinutes, string badRatio, double detection, double reset)
    {
        var rule = new BurnRateRule(Number(share), TimeSpan.FromMinutes(longMinutes), TimeSpan.FromMinutes(shortMinutes), BurnRateRule.Page, BurnRateRule.DefaultPeriod);

        rule.DetectionTime(Number(badRatio), 0.999m)!.Value.TotalMinutes.Should().BeApproximately(detection, 1e-6);
        rule.ResetTime(Number(badRatio), 0.999m)!.Value.TotalMinutes.Should().BeApproximately(reset, 1e-6);
    }

    [Fact]
    public void Errors_at_the_threshold_itself_never_fire()
    {
        Fast.DetectionTime(0.0144m, 0.999m).Should().BeNull();
        Fast.ResetTime(0.0144m, 0.999m).Should().BeNull();
        Fast.Fires(new EventCount(144, 10_000), new EventCount(144, 10_000), 0.999m).Should().BeFalse();
        Fast.Fires(new EventCount(145, 10_000), new EventCount(145, 10_000), 0.999m).Should().BeTrue();
    }

    [Theory]
    [InlineData(200, 0, false)]
    [InlineData(0, 200, false)]
    [InlineData(200, 200, true)]
    public void Both_windows_must_exceed_the_threshold(long badInLong, long badInShort, bool fires) =>
        Fast.Fires(new EventCount(badInLong, 10_000), new EventCount(badInShort, 10_000), 0.999m).Should().Be(fires);

    [Theory]
    [InlineData(999, null)]
    [InlineData(1_000, true)]
    public void Too_little_traffic_decides_nothing(long total, bool? fires) =>
        Fast.Fires(new EventCount(50, total), new EventCount(50, total), 0.999m).Should().Be(fires, "1,000 events at 99.9 % allow one bad one");

    [Fact]
    public void A_window_without_events_decides_nothing() =>
        Fast.Fires(new EventCount(500, 10_000), new EventCount(0, 0), 0.999m).Should().BeNull();

    [Theory]
    [InlineData("0.94", null)]
    [InlineData("0.93", "14.4 × (1 − 93 %) = 100.8 %: no bad ratio exceeds that, so it can never fire. Take a factor below 14.286: a smaller share of the budget, or a longer window.")]
    [InlineData("0.9", "14.4 × (1 − 90 %) = 144 %: no bad ratio exceeds that, so it can never fire. Take a factor below 10: a smaller share of the budget, or a longer window.")]
    [InlineData("1", "A target of 100 % has no error budget, so nothing burns.")]
    public void A_rule_that_cannot_fire_is_refused_with_the_arithmetic(string target, string? reason) => Fast.Refuse(Number(target)).Should().Be(reason);

    [Fact]
    public void Exactly_one_is_unreachable_too() =>
        new BurnRateRule(0.05m, TimeSpan.FromMinutes(216), TimeSpan.FromMinutes(18), BurnRateRule.Page, BurnRateRule.DefaultPeriod)
            .Refuse(0.9m).Should().StartWith("10 × (1 − 90 %) = 100 %:");

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
