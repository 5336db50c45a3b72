using LoadLab.Core.Budgets;

namespace LoadLab.Tests.Core.Budgets;

public sealed class BurnRateTests
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    // The Site Reliability Workbook, chapter 5, "Burn rates and time to complete budget exhaustion", for 99.9 % over 30 days.
    [Theory]
    [InlineData("0.001", "1", 30 * 24 * 60)]
    [InlineData("0.002", "2", 15 * 24 * 60)]
    [InlineData("0.01", "10", 3 * 24 * 60)]
    [InlineData("1", "1000", 43.2)]
    public void A_steady_ratio_spends_the_budget_as_the_workbook_says(string badRatio, string rate, double minutes)
    {
        BurnRate.Of(Number(badRatio), 0.999m).Should().Be(Number(rate));
        BurnRate.TimeToSpend(Number(rate), Month)!.Value.TotalMinutes.Should().BeApproximately(minutes, 1e-9);
    }

    [Fact]
    public void Events_weigh_and_not_the_ratios_of_their_minutes()
    {
        var quiet = new EventCount(1, 2);
        var busy = new EventCount(0, 998);

        BurnRate.Of(quiet + busy, 0.999m).Should().Be(1, "1 of 1,000 failed; the mean of 50 % and 0 % would say 250");
        BurnRate.Of(new EventCount(0, 0), 0.999m).Should().BeNull();
    }

    [Fact]
    public void What_is_left_lasts_in_proportion_and_nothing_lasts_no_time()
    {
        BurnRate.TimeToSpend(10, Month, 0.5m).Should().Be(TimeSpan.FromDays(1.5));
        BurnRate.TimeToSpend(0, Month).Should().BeNull("it is never spent");
        BurnRate.TimeToSpend(1e-20m, Month).Should().BeNull("no calendar holds the day");
        BurnRate.TimeToSpend(10, Month, -0.2m).Should().Be(TimeSpan.Zero);
        BurnRate.TimeToSpend(0, Month, 0).Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("0.02", 1, "14.4")]
    [InlineData("0.05", 6, "6")]
    [InlineData("0.10", 24, "3")]
    [InlineData("0.10", 72, "1")]
    [InlineData("0.05", 1, "36")]
    public void Factors_are_those_of_the_workbook(string share, int hours, string factor) =>
        BurnRate.Factor(Number(share), Month, TimeSpan.FromHours(hours)).Should().Be(Number(factor));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
