using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Evaluation.ValidityChecks;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Faults;

/// <summary>Known answers: the seconds say when the target was back, by construction.</summary>
public sealed class FaultAnalysisTests
{
    private readonly FaultRun _run = new();

    private FaultOutcome First => FaultAnalysis.Of(_run.Build())[0];

    [Fact]
    public void A_run_without_faults_has_no_outcome()
    {
        _run.Plans.Clear();
        _run.Events.Clear();

        FaultAnalysis.Of(_run.Build()).Should().BeEmpty();
    }

    [Fact]
    public void Requests_that_fail_until_second_27_recover_1_8_s_after_25_2()
    {
        _run.Failed = second => second is >= 20 and < 27 ? 20 : 0;

        First.Should().BeEquivalentTo(new FaultOutcome
        {
            Index = 0,
            Kind = FaultKind.Stop,
            Role = "postgres",
            StartSecond = 20.1,
            EndSecond = 25.2,
            RecoveredAfterSeconds = 1.8,
            NotRecoveredForSeconds = 0.8,
            UntilSecond = 27,
            Requests = 7 * 20,
            Failed = 7 * 20,
        }, options => options.Using<double>(value => value.Subject.Should().BeApproximately(value.Expectation, 1e-9)).WhenTypeIs<double>());
    }

    // k6 does not tell when a request was meant to start.
    [Fact]
    public void A_driver_that_has_service_times_only_recovers_by_these()
    {
        _run.Failed = second => second is >= 20 and < 27 ? 20 : 0;
        var record = _run.Build();
        var own = FaultAnalysis.Of(record);
        var none = new LatencyHistogram().Pack();

        var driven = FaultAnalysis.Of(record with
        {
            Driver = new ForeignDriver("k6", "2.2.0", "ndjson", "", HasDistribution: true) { WasRun = true },
            Slices = [.. record.Slices.Select(slice => slice with { Response = none })],
        });

        driven.Should().BeEquivalentTo(own);
        driven[0].RecoveredAfterSeconds.Should().BeApproximately(1.8, 1e-9);
    }

    [Fact]
    public void Arrivals_that_a_foreign_driver_dropped_are_not_said_to_have_found_all_users_busy()
    {
        _run.Dropped = second => second == 40 ? 5 : 0;
        var record = _run.Build();
        var driven = record with { Driver = new ForeignDriver("k6", "2.2.0", "ndjson", "", HasDistribution: true) { WasRun = true } };

        Dropped(record).Should().StartWith("All 500 virtual users were busy.");
        Dropped(driven).Should().StartWith("No virtual user was free:");

        static string Dropped(RunRecord record) => ValidityCheck.Run(record, [], []).Findings.Single(finding => finding.Check == "dropped").Advice;
    }

    [Fact]
    public void A_part_that_nobody_missed_is_as_before_at_once()
    {
        var outcome = First;

        (outcome.RecoveredAfterSeconds, outcome.NotRecoveredForSeconds, outcome.UntilSecond).Should().Be((0, 0, 26));
        (outcome.Requests, outcome.Failed).Should().Be((6 * 20, 0));
    }

    [Fact]
    public void A_good_second_between_two_bad_ones_is_no_recovery()
    {
        _run.Failed = second => second is >= 20 and < 27 or 28 or 31 ? 10 : 0;

        First.RecoveredAfterSeconds.Should().BeApproximately(32 - 25.2, 1e-9);
        First.NotRecoveredForSeconds.Should().BeApproximately(31 - 25.2, 1e-9);
    }

    [Theory]
    [InlineData(14.9, 0)] // below 1.5 times the 10 ms before
    [InlineData(15.5, 9.8)] // above them
    public void Slow_answers_are_no_recovery(double milliseconds, double recovered)
    {
        _run.Milliseconds = second => second is >= 20 and < 35 ? milliseconds : 10;

        First.RecoveredAfterSeconds.Should().BeApproximately(recovered, 1e-9);
    }

    [Theory]
    [InlineData(10, 0)] // half of 20
    [InlineData(9, 9.8)]
    [InlineData(0, 9.8)] // a second in which nothing ends has no failure
    public void Seconds_with_few_results_are_no_recovery(int requests, double recovered)
    {
        _run.Requests = second => second is >= 20 and < 35 ? requests : 20;

        First.RecoveredAfterSeconds.Should().BeApproximately(recovered, 1e-9);
    }

    [Theory]
    [InlineData(2, 0)] // the worst second before had as many
    [InlineData(3, 9.8)]
    public void Errors_as_before_are_a_recovery(int failed, double recovered)
    {
        _run.Failed = second => second is >= 20 and < 35 ? failed : second % 7 == 0 ? 2 : 0;

        First.RecoveredAfterSeconds.Should().BeApproximately(recovered, 1e-9);
    }

    [Fact]
    public void What_does_not_come_back_is_known_not_to_until_the_last_bad_second()
    {
        _run.Failed = second => second is >= 20 and < 59 ? 20 : 0;

        First.RecoveredAfterSeconds.Should().BeNull();
        First.NotRecoveredForSeconds.Should().BeApproximately(58 - 25.2, 1e-9);
        First.UntilSecond.Should().Be(60);
    }

    [Fact]
    public void The_last_second_of_a_run_that_was_cut_short_counts_for_nothing()
    {
        (_run.Outcome, _run.MeasuredSeconds) = (RunOutcome.Interrupted, 30);
        _run.Requests = second => second == 29 ? 1 : 20;

        First.RecoveredAfterSeconds.Should().Be(0);
        _run.Failed = second => second is >= 20 and < 27 ? 20 : 0;
        First.RecoveredAfterSeconds.Should().BeNull("27 and 28 are only two whole seconds");
        First.UntilSecond.Should().Be(29);
    }

    [Fact]
    public void The_level_of_a_fault_leaves_out_the_seconds_of_another()
    {
        _run.Plans.Add(new FaultPlan(FaultKind.Pause, "redis", TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(5)));
        _run.Events.Add(new FaultEvent(1, 40.0, 45.0));
        _run.Failed = second => second is >= 20 and < 30 or >= 40 and < 48 ? 20 : 0;

        var outcomes = FaultAnalysis.Of(_run.Build());

        outcomes[0].RecoveredAfterSeconds.Should().BeApproximately(4.8, 1e-9);
        // With the first fault's seconds in its level, a second in which all fails would be as before.
        outcomes[1].RecoveredAfterSeconds.Should().BeApproximately(3, 1e-9);
        (outcomes[1].Requests, outcomes[1].Failed).Should().Be((8 * 20, 8 * 20));
    }

    [Fact]
    public void A_fault_that_the_run_did_not_come_to_has_no_times()
    {
        _run.Events.Clear();

        First.Should().BeEquivalentTo(new FaultOutcome { Index = 0, Kind = FaultKind.Stop, Role = "postgres" });
    }

    [Fact]
    public void A_part_that_was_never_mended_has_no_recovery()
    {
        _run.Events[0] = new FaultEvent(0, 20.1, null);
        _run.Failed = second => second >= 20 ? 20 : 0;

        (First.RecoveredAfterSeconds, First.NotRecoveredForSeconds, First.EndSecond).Should().Be((null, null, null));
        (First.Requests, First.Failed).Should().Be((800, 800));
    }

    [Fact]
    public void A_fault_in_the_first_seconds_has_no_level_before_it()
    {
        _run.Plans[0] = _run.Plans[0] with { At = TimeSpan.FromSeconds(2) };
        _run.Events[0] = new FaultEvent(0, 2.0, 7.0);

        First.NoLevel.Should().Be("only 2 measured seconds lie before it that no other fault touches, and 3 are needed");
        First.RecoveredAfterSeconds.Should().BeNull();
    }

    [Fact]
    public void A_queue_drains_at_the_first_of_three_samples_as_short_as_before()
    {
        // 4 at most before, so up to 6 are as before.
        _run.Queue = second => second < 20 ? second % 5 : second < 33 ? 300 - second : second is 34 or 36 ? 7 : 6;

        First.QueueBefore.Should().Be(4);
        First.QueuePeak.Should().Be(280, "the first sample after 20.1 is that of 20.2");
        First.DrainedAfterSeconds.Should().BeApproximately(37.2 - 25.2, 1e-9);
        First.NotDrainedForSeconds.Should().BeApproximately(36.2 - 25.2, 1e-9);
    }

    [Fact]
    public void A_queue_that_was_never_longer_has_drained_at_once()
    {
        _run.Queue = _ => 1;

        (First.QueuePeak, First.DrainedAfterSeconds, First.NotDrainedForSeconds).Should().Be((1, 0, 0));
    }

    [Fact]
    public void A_queue_that_stays_long_has_not_drained()
    {
        _run.Queue = second => second < 20 ? 0 : 100;

        First.DrainedAfterSeconds.Should().BeNull();
        First.NotDrainedForSeconds.Should().BeApproximately(59.2 - 25.2, 1e-9);
    }

    [Fact]
    public void A_queue_that_nothing_measured_is_not_known()
    {
        (First.QueueBefore, First.QueuePeak, First.DrainedAfterSeconds, First.NotDrainedForSeconds).Should().Be((null, null, null, null));
        _run.Queue = second => second < 25 ? 1 : double.NaN;
        First.NotDrainedForSeconds.Should().BeNull();
    }
}
