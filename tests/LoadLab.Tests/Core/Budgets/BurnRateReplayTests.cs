using LoadLab.Core.Budgets;

namespace LoadLab.Tests.Core.Budgets;

public sealed class BurnRateReplayTests
{
    private const decimal Target = 0.999m;

    private static readonly BurnRateRule Fast = BurnRateRule.Standard[0];

    // 14.4 in 1h/5m at 99.9 %: a total outage fires after 0.864 min, which the end of its first minute sees, and clears 4.928 min after its end, so after 5.
    [Fact]
    public void A_total_outage_fires_and_clears_when_the_closed_form_says()
    {
        var replayed = BurnRateReplay.Of(Fast, Target, Series(60, (10, 1.0), (60, 0)));

        replayed.Firings.Should().Equal(new Firing(Minutes(61), Minutes(75)));
        (replayed.DecidedSlices, replayed.UndecidedSlices).Should().Be((71, 59), "the first hour has no whole long window before its last minute");
    }

    // 10 % of errors fire after 1.44 % · 60 / 10 % = 8.64 min and clear 5 · (1 − 0.144) = 4.28 min after their end.
    [Fact]
    public void A_tenth_of_errors_takes_nine_minutes_to_fire_and_five_to_clear() =>
        BurnRateReplay.Of(Fast, Target, Series(90, (30, 0.1), (30, 0))).Firings.Should().Equal(new Firing(Minutes(99), Minutes(125)));

    [Fact]
    public void Errors_at_the_threshold_never_fire() =>
        BurnRateReplay.Of(Fast, Target, Series(60, (200, 0.0144))).Firings.Should().BeEmpty();

    [Fact]
    public void What_still_fires_at_the_end_has_no_end() =>
        BurnRateReplay.Of(Fast, Target, Series(60, (10, 1.0))).Firings.Should().Equal(new Firing(Minutes(61), null));

    [Fact]
    public void Busy_minutes_weigh_more()
    {
        // Half of the minutes fail, but they have a thousandth of the traffic: 10 of 20,020 events, 0.05 %.
        EventCount?[] series = [.. Enumerable.Range(0, 120).Select(minute => (EventCount?)(minute % 2 == 0 ? new EventCount(1, 2) : new EventCount(0, 2_000)))];

        BurnRateReplay.Of(Fast, Target, series).Firings.Should().BeEmpty();
    }

    [Fact]
    public void Too_little_traffic_decides_nothing()
    {
        var replayed = BurnRateReplay.Of(Fast, Target, [.. Enumerable.Repeat((EventCount?)new EventCount(1, 10), 120)]);

        replayed.Firings.Should().BeEmpty();
        replayed.DecidedSlices.Should().Be(0, "an hour has 600 events, and 99.9 % allow 0.6 of them");
    }

    [Fact]
    public void A_gap_neither_fires_nor_clears()
    {
        var series = Series(60, (10, 1.0), (60, 0));
        for (var minute = 70; minute < 75; minute++)
        {
            series[minute] = null;
        }

        // The short window is known again at 90 % of its 5 minutes, so when all of them are: after 80 minutes instead of 75.
        BurnRateReplay.Of(Fast, Target, series).Firings.Should().Equal(new Firing(Minutes(61), Minutes(80)));
    }

    [Fact]
    public void No_data_at_all_decides_nothing()
    {
        var replayed = BurnRateReplay.Of(Fast, Target, new EventCount?[120]);

        replayed.Should().BeEquivalentTo(new { DecidedSlices = 0, UndecidedSlices = 120 });
        replayed.Firings.Should().BeEmpty();
    }

    [Fact]
    public void An_unreachable_rule_is_refused_and_not_replayed() =>
        BurnRateReplay.Of(Fast, 0.9m, Series(60, (10, 1.0))).Refused.Should().StartWith("14.4 × (1 − 90 %) = 144 %");

    [Fact]
    public void Slices_that_do_not_fit_a_window_are_refused()
    {
        var replay = () => BurnRateReplay.Of(Fast, Target, [], TimeSpan.FromSeconds(7));

        replay.Should().Throw<ArgumentOutOfRangeException>();
    }

    // The same over seconds: a total outage fires at the 52nd second, the first whole one after 51.84 s, and clears 296 s after its end, after 295.68 s.
    [Fact]
    public void Finer_slices_come_closer_to_the_closed_form()
    {
        EventCount?[] series = [.. Enumerable.Range(0, 3_600 + 600 + 600).Select(second => (EventCount?)new EventCount(second is >= 3_600 and < 4_200 ? 10 : 0, 10))];

        BurnRateReplay.Of(Fast, Target, series, TimeSpan.FromSeconds(1)).Firings.Should()
            .Equal(new Firing(TimeSpan.FromSeconds(3_652), TimeSpan.FromSeconds(4_496)));
    }

    /// <summary>Minutes of 10,000 requests: clean ones, then pieces with a bad ratio each.</summary>
    private static EventCount?[] Series(int clean, params (int Minutes, double BadRatio)[] pieces) =>
    [
        .. Enumerable.Repeat((EventCount?)new EventCount(0, 10_000), clean),
        .. pieces.SelectMany(piece => Enumerable.Repeat((EventCount?)new EventCount((long)Math.Round(piece.BadRatio * 10_000), 10_000), piece.Minutes)),
    ];

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
