using LoadLab.Core.Production;

namespace LoadLab.Tests.Core.Production;

public sealed class BudgetStatusesTests
{
    private static readonly DateTimeOffset Noon = Sample.June.From.AddDays(15);

    [Fact]
    public void A_month_half_over_counts_its_budget_to_its_end_and_says_when_it_is_spent()
    {
        // 99.9 % of 600 a minute: 0.6 may be bad a minute, 25,920 in June. 3 a minute over the last day burn 5 times.
        var status = Of("up-sla", Steady(15).With(14 * 1440, 1440, SliceSample.Events(597, 600)));

        status.Burn.Should().Be(5);
        status.Remaining.Should().BeApproximately(1 - (4_320m / 25_920m), 1e-20m);
        status.SpentAt.Should().Be(Noon.AddDays(5), "5/6 of 30 days at 5 times");
        (status.State, status.Window).Should().Be((BudgetState.Burning, "2026-06"));
    }

    [Fact]
    public void A_burn_that_lasts_longer_than_the_month_is_not_spent_in_it()
    {
        var status = Of("up-sla", Steady(15).With(14 * 1440, 1440, SliceSample.Events(599.4, 600)));

        (status.Burn, status.SpentAt, status.State).Should().Be((1, (DateTimeOffset?)null, BudgetState.Lasts));
    }

    [Fact]
    public void A_spent_budget_is_spent_whatever_it_burns_now()
    {
        var status = Of("up-sla", Steady(15).With(0, 60, SliceSample.Events(0, 600)));

        (status.State, status.Burn, status.SpentAt).Should().Be((BudgetState.Spent, 0, (DateTimeOffset?)null));
        status.Remaining.Should().Be(1 - (36_000m / 25_920m));
    }

    [Fact]
    public void A_day_of_which_nothing_is_known_has_no_burn_and_the_state_is_unknown()
    {
        var status = Of("up-sla", Steady(15).With((14 * 1440) + 60, 1380, SliceSample.Unknown));

        (status.Burn, status.State).Should().Be(((decimal?)null, BudgetState.Unknown));
        status.Why.Should().Be("too little is known of the last day, or nothing happened in it");
    }

    [Fact]
    public void A_row_that_was_not_imported_says_so_and_is_never_whole()
    {
        var status = BudgetStatuses.Of([], Sample.Catalogue).Single(row => row.Id == "up");

        (status.Remaining, status.State, status.Why).Should().Be(((decimal?)null, BudgetState.Unknown, "nothing was imported for it"));
    }

    [Fact]
    public void Rows_without_an_error_budget_are_not_in_it() =>
        BudgetStatuses.Of([], Sample.Catalogue).Select(row => row.Id).Should().Equal("up-sla", "up", "errors", "p95", "mail", "backup");

    private static SliceSample[] Steady(int days) => [.. Enumerable.Repeat(SliceSample.Events(600, 600), days * 1440)];

    private static BudgetStatus Of(string id, SliceSample[] samples) => BudgetStatuses.Of([Sample.Import(Sample.Minutes, Sample.Row(id, samples))], Sample.Catalogue).Single(row => row.Id == id);
}
