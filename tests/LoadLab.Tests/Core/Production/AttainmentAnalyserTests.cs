using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Production;

public sealed class AttainmentAnalyserTests
{
    private static readonly SliceSample Down = SliceSample.Events(0, 600);

    /// <summary>6.1 of the document: 0.1 % of 720 h is 43.2 minutes. In slices of 12 s that is 216 of 216,000.</summary>
    [Fact]
    public void An_outage_of_43_2_minutes_spends_exactly_the_budget_of_99_9_percent()
    {
        var grid = new SliceGrid(Sample.June, TimeSpan.FromSeconds(12));
        var samples = Sample.Steady(grid).With(1000, 216, Down);

        var sla = AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples, [], grid, []);
        var slo = AttainmentAnalyser.Analyse(Sample.Slo("up"), samples, [], grid, []);

        sla.Budget!.ConsumedRatio.Should().Be(1m);
        sla.TimeBudget!.ConsumedRatio.Should().Be(1m);
        sla.Attained.Should().Be(0.999);
        sla.Slices.TimeRatio.Should().Be(0.999);
        sla.Verdict.Should().Be(Verdict.Pass, "99.9 % is what must be reached, and it is");
        sla.LongestOutage.Should().Be(new Stretch(Sample.June.From.AddSeconds(12_000), TimeSpan.FromMinutes(43.2)));
        (slo.Verdict, slo.Budget!.ConsumedRatio, slo.Budget.RemainingRatio).Should().Be((Verdict.Fail, 2m, -1m));
    }

    [Fact]
    public void One_more_bad_event_is_too_many()
    {
        var samples = Sample.Steady(Sample.Minutes).With(7, 43, Down).With(50, 1, SliceSample.Events(479, 600));

        var sla = AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples, [], Sample.Minutes, []);

        (sla.BadEvents, sla.Events).Should().Be((25_921, 25_920_000));
        sla.Verdict.Should().Be(Verdict.Fail);
        sla.Budget!.RemainingRatio.Should().BeNegative();
        sla.Slices.Bad.Should().Be(44, "a slice is bad as a whole");
    }

    [Fact]
    public void Maintenance_does_not_count_and_is_counted()
    {
        var samples = Sample.Steady(Sample.Minutes).With(120, 60, Down);
        MaintenanceWindow[] windows = [new(Sample.June.From.AddHours(2), Sample.June.From.AddHours(3), "disks")];

        var row = AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples, [], Sample.Minutes, windows);

        (row.Verdict, row.BadEvents, row.Slices.Maintenance, row.LongestOutage).Should().Be((Verdict.Pass, 0, 60, null));
        row.Events.Should().Be(600.0 * (43_200 - 60));
    }

    [Fact]
    public void A_slice_that_reaches_out_of_the_maintenance_counts()
    {
        var samples = Sample.Steady(Sample.Minutes).With(120, 60, Down);
        MaintenanceWindow[] windows = [new(Sample.June.From.AddHours(2).AddSeconds(1), Sample.June.From.AddHours(3).AddSeconds(-1), "disks")];

        var row = AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples, [], Sample.Minutes, windows);

        (row.Slices.Maintenance, row.BadEvents).Should().Be((58, 1200));
    }

    [Theory]
    [InlineData(43, Verdict.Pass)] // 43 min of 43,200 may all have been bad: 99.9005 % is the least that was reached.
    [InlineData(44, Verdict.Inconclusive)]
    [InlineData(43_199, Verdict.Inconclusive)]
    [InlineData(43_200, Verdict.NotMeasured)]
    public void Gaps_that_could_hide_the_whole_budget_cannot_pass(int unknown, Verdict expected)
    {
        var samples = Sample.Steady(Sample.Minutes).With(0, unknown, SliceSample.Unknown);

        var row = AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples, [], Sample.Minutes, []);

        row.Verdict.Should().Be(expected);
        row.Slices.Unknown.Should().Be(unknown);
        if (expected != Verdict.NotMeasured)
        {
            (row.Attained, row.UpperBound, row.Slices.TimeRatio).Should().Be((1, 1, 1));
            row.LowerBound.Should().BeApproximately(1 - (unknown / 43_200.0), 1e-12);
            row.Slices.TimeRatioLowerBound.Should().BeApproximately(1 - (unknown / 43_200.0), 1e-12);
        }
    }

    [Fact]
    public void Gaps_do_not_excuse_what_was_seen()
    {
        // Half is unknown; of the other half 0.3 % is bad. Were the unknown half all good, 0.15 % would be bad, and 0.1 % is allowed.
        var samples = Sample.Steady(Sample.Minutes, 1000).With(0, 43_200, SliceSample.Events(997, 1000)).With(0, 21_600, SliceSample.Unknown);

        AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples, [], Sample.Minutes, []).Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public void Slices_without_events_are_neither_good_nor_bad()
    {
        var samples = Sample.Steady(Sample.Minutes).With(10, 100, SliceSample.Events(0, 0)).With(200, 1, Down);

        var row = AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples, [], Sample.Minutes, []);

        (row.Slices.Idle, row.Slices.Judged, row.Slices.Unknown).Should().Be((100, 43_100, 0));
        row.Verdict.Should().Be(Verdict.Pass);
        AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples.With(0, 43_200, SliceSample.Events(0, 0)), [], Sample.Minutes, [])
            .Should().BeEquivalentTo(new { Verdict = Verdict.NotMeasured, Reason = "Nothing happened: there was no event." });
    }

    [Fact]
    public void A_counter_that_stands_still_before_a_gap_belongs_to_the_gap()
    {
        // Prometheus goes on showing the last sample for 5 minutes. 20 quiet minutes before them were quiet.
        var samples = Sample.Steady(Sample.Minutes).With(100, 25, SliceSample.Events(0, 0)).With(125, 10, SliceSample.Unknown);

        var row = AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), samples, [], Sample.Minutes, []);

        (row.Slices.Idle, row.Slices.Unknown).Should().Be((20, 15));
        row.LongestGap.Should().Be(new Stretch(Sample.June.From.AddMinutes(120), TimeSpan.FromMinutes(15)));
    }

    [Fact]
    public void An_error_ratio_is_exact_at_its_limit()
    {
        var under = AttainmentAnalyser.Analyse(Sample.Slo("errors"), Sample.Steady(Sample.Minutes).With(0, 43_200, SliceSample.Events(9_901, 10_000)), [], Sample.Minutes, []);
        var at = AttainmentAnalyser.Analyse(Sample.Slo("errors"), Sample.Steady(Sample.Minutes).With(0, 43_200, SliceSample.Events(99, 100)), [], Sample.Minutes, []);

        (under.Verdict, under.Budget!.ConsumedRatio).Should().Be((Verdict.Pass, 0.99m));
        (at.Verdict, at.Attained, at.Budget!.ConsumedRatio).Should().Be((Verdict.Fail, 0.01, 1m), "less than 1 % must fail");
    }

    [Fact]
    public void A_percentile_of_the_period_is_of_summed_buckets_and_its_slices_are_judged_by_themselves()
    {
        // 95 % within 800 ms is asked. In 100 minutes 90 of 100 are, in the others all 600: 100 bad slices, and 10 × 100 slow of all.
        var samples = Sample.Steady(Sample.Minutes).With(0, 100, SliceSample.Events(90, 100));
        BucketSum[] buckets = [new(400, 20_000_000), new(800, 25_869_000), new(null, 25_870_000)];

        var row = AttainmentAnalyser.Analyse(Sample.Slo("p95"), samples, buckets, Sample.Minutes, []);

        (row.Verdict, row.Slices.Bad, row.BadEvents).Should().Be((Verdict.Pass, 100, 1000));
        var rank = 0.95 * 25_870_000;
        row.Percentile.Should().Be(new BucketPercentile(400, 800, 400 + (400 * (rank - 20_000_000) / 5_869_000)));
        row.Budget!.ConsumedRatio.Should().Be(1000m / (0.05m * 25_870_000m));
    }

    [Fact]
    public void A_limit_inside_a_bucket_decides_only_what_is_sure()
    {
        var samples = Sample.Steady(Sample.Minutes);

        Judge(SliceSample.Events(960, 1000, 40)).Should().Be(Verdict.Pass);
        Judge(SliceSample.Events(940, 1000, 40)).Should().Be(Verdict.Inconclusive);
        Judge(SliceSample.Events(900, 1000, 40)).Should().Be(Verdict.Fail);

        Verdict Judge(SliceSample all) => AttainmentAnalyser.Analyse(Sample.Slo("p95"), samples.With(0, 43_200, all), [], Sample.Minutes, []).Verdict;
    }

    [Fact]
    public void A_saturation_is_its_worst_slice()
    {
        var samples = Sample.Steady(Sample.Minutes).With(0, 43_200, SliceSample.Of(0.5));

        Judge(samples).Should().BeEquivalentTo(new { Verdict = Verdict.Pass, Attained = 0.5 });
        Judge(samples.With(5, 1, SliceSample.Of(0.9))).Should().BeEquivalentTo(new { Verdict = Verdict.Fail, Attained = 0.9 });
        Judge(samples.With(5, 1, SliceSample.Unknown)).Should().BeEquivalentTo(new { Verdict = Verdict.Inconclusive, Attained = 0.5 });
        Judge(samples.With(5, 1, SliceSample.Of(0.9)).With(6, 1, SliceSample.Unknown)).Verdict.Should().Be(Verdict.Fail, "a gap cannot mend it");

        RowAttainment Judge(SliceSample[] all) => AttainmentAnalyser.Analyse(Sample.Slo("pool"), all, [], Sample.Minutes, []);
    }

    [Fact]
    public void A_part_of_a_month_is_judged_so_far()
    {
        var row = AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), Sample.Steady(Sample.Minutes)[..1440], [], Sample.Minutes, []);

        (row.Verdict, row.Slices.Good, row.Slices.Ahead).Should().Be((Verdict.Pass, 1440, 41_760));
        AttainmentAnalyser.Analyse(Sample.Slo("up-sla"), [], [], Sample.Minutes, []).Reason.Should().Be("None of the period is over.");
    }
}
