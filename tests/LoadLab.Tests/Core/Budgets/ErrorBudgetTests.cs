using LoadLab.Core.Budgets;

namespace LoadLab.Tests.Core.Budgets;

public sealed class ErrorBudgetTests
{
    // 99.9 % of 720 h is the example of the seed document, 6.1. The others are (1 − T) · W by hand.
    [Theory]
    [InlineData("0.999", 720, "43.2")]
    [InlineData("0.999", 744, "44.64")]
    [InlineData("0.9995", 720, "21.6")]
    [InlineData("0.9999", 720, "4.32")]
    [InlineData("0.995", 720, "216")]
    [InlineData("1", 720, "0")]
    public void Allowed_time_is_what_the_target_leaves_of_the_period(string target, int hours, string minutes)
    {
        var window = TimeSpan.FromHours(hours);

        ((decimal)ErrorBudget.AllowedTime(Number(target), window).Ticks / TimeSpan.TicksPerMinute).Should().Be(Number(minutes));
        (ErrorBudget.OfTime(Number(target), window, 0).Allowed / 60).Should().Be(Number(minutes));
    }

    [Theory]
    [InlineData("0.999", 0, 10_000, "10", "0", "1")]
    [InlineData("0.999", 5, 10_000, "10", "0.5", "0.5")]
    [InlineData("0.999", 10, 10_000, "10", "1", "0")]
    [InlineData("0.999", 25, 10_000, "10", "2.5", "-1.5")]
    [InlineData("0.9999", 1, 1_000, "0.1", "10", "-9")]
    [InlineData("0.999", 1_000, 1_000, "1", "1000", "-999")]
    public void By_events_the_budget_is_spent_in_proportion_and_never_clamped(string target, long bad, long total, string allowed, string consumed, string remaining)
    {
        var budget = ErrorBudget.OfEvents(Number(target), new EventCount(bad, total));

        budget.Allowed.Should().Be(Number(allowed));
        budget.ConsumedRatio.Should().Be(Number(consumed));
        budget.RemainingRatio.Should().Be(Number(remaining));
        budget.Left.Should().Be(Number(allowed) - bad);
    }

    [Theory]
    [InlineData(0, 60, "1")]
    [InlineData(3, 60, "0.930555555556")]
    [InlineData(44, 60, "-0.018518518519")]
    [InlineData(432, 60, "-9")]
    [InlineData(6, 300, "0.305555555556")]
    public void By_time_each_bad_slice_spends_its_length(long badSlices, int sliceSeconds, string remaining)
    {
        var budget = ErrorBudget.OfTime(0.999m, TimeSpan.FromHours(720), badSlices, TimeSpan.FromSeconds(sliceSeconds));

        decimal.Round(budget.RemainingRatio!.Value, 12).Should().Be(Number(remaining));
    }

    [Fact]
    public void A_slice_is_a_minute_unless_something_says_otherwise() =>
        ErrorBudget.OfTime(0.999m, TimeSpan.FromHours(720), 1).Spent.Should().Be(60);

    [Fact]
    public void One_hundred_percent_has_no_budget_and_no_rate()
    {
        var clean = ErrorBudget.OfEvents(1, new EventCount(0, 1_000));
        var broken = ErrorBudget.OfEvents(1, new EventCount(1, 1_000));

        clean.Should().BeEquivalentTo(new { IsZeroTolerance = true, Allowed = 0m, Left = 0m, ConsumedRatio = (decimal?)null, RemainingRatio = (decimal?)null });
        broken.Should().BeEquivalentTo(new { IsZeroTolerance = true, Allowed = 0m, Left = -1m, ConsumedRatio = (decimal?)null, RemainingRatio = (decimal?)null });
        BurnRate.Of(0.5m, 1).Should().BeNull();
    }

    [Fact]
    public void Without_an_event_nothing_is_known_to_be_left()
    {
        var budget = ErrorBudget.OfEvents(0.999m, new EventCount(0, 0));

        budget.RemainingRatio.Should().BeNull();
        budget.IsZeroTolerance.Should().BeFalse();
    }

    [Theory]
    [InlineData("0", 0, 1)]
    [InlineData("1.001", 0, 1)]
    [InlineData("0.9", 2, 1)]
    [InlineData("0.9", -1, 1)]
    public void What_cannot_be_is_refused(string target, long bad, long total)
    {
        var compute = () => ErrorBudget.OfEvents(Number(target), new EventCount(bad, total));

        compute.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void More_bad_slices_than_the_window_has_are_refused()
    {
        var compute = () => ErrorBudget.OfTime(0.999m, TimeSpan.FromHours(1), 62);

        compute.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
