using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>Known answers: 100 jobs a second over two phases of 60 samples, so 5,900 jobs in each.</summary>
public sealed class JobFlowJudgeTests
{
    [Fact]
    public void All_that_was_submitted_and_completed_passes()
    {
        var verdict = Judge(ended: second => 100 * second, within: 10);

        // 0.05^(1/5900): the lower end with 5,900 of 5,900.
        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Measured == 1 && v.Samples == 5_900 && v.Measure == MeasureNames.JobsCompleted && Math.Abs(v.Low!.Value - 0.999492) < 1e-6);
        verdict.Reason.Should().StartWith("5,900 of 5,900 jobs submitted in phase 'users' were completed within 10 s (0 failed, 0 were not done by then): 100 %");
    }

    [Fact]
    public void Workers_that_stand_still_longer_than_a_job_may_take_fail_and_say_since_when()
    {
        // Dead from 30 to 60, then all at once: jobs of the seconds 30 to 48 had not ended 10 s later, those after it had.
        var verdict = Judge(ended: second => 100 * (second is >= 30 and < 60 ? 30 : second), within: 10);

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Phase == "users" && v.FirstCrossedSecond == 30 && v.Samples == 5_900 && Math.Abs(v.Measured!.Value - (4_000 / 5_900.0)) < 1e-12);
        verdict.Reason.Should().Contain("(0 failed, 1,900 were not done by then)");
    }

    [Fact]
    public void The_same_with_time_enough_is_no_failure() =>
        Judge(ended: second => 100 * (second is >= 30 and < 60 ? 30 : second), within: 31).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Measured == 1);

    [Fact]
    public void Failed_jobs_were_not_processed()
    {
        var verdict = Judge(ended: second => 100 * second, good: second => 98 * second, within: 10);

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && Math.Abs(v.Measured!.Value - 0.98) < 1e-12);
        verdict.Reason.Should().Contain("(118 failed, 0 were not done by then)");
    }

    [Fact]
    public void Jobs_in_flight_at_the_end_are_no_failures_and_hide_none()
    {
        // Dead from 100 on, and each job has a minute: nobody knows what would have become of 1,900 of 5,900.
        var verdict = Judge(ended: second => 100 * Math.Min(second, 100), within: 60);

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Phase == "rate" && v.Samples == 4_000 && v.Measured == 1);
        verdict.Reason.Should().Contain("4,000 of 4,000 jobs").And.Contain("; 1,900 were in flight at the end and count for neither)").And.EndWith("the interval straddles the limit. A longer hold narrows it.");
    }

    [Fact]
    public void Counters_of_two_processes_need_not_have_begun_together() =>
        Judge(ended: second => (100 * second) + 700, within: 10).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Measured == 1);

    [Fact]
    public void No_workers_at_all_is_no_availability() =>
        Judge(ended: _ => 0, within: 10).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Measured < 0.01);

    [Fact]
    public void A_few_jobs_decide_nothing_and_say_how_many_would()
    {
        var verdict = Judge(ended: second => second, submitted: second => second, within: 10);

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Samples == 59);
        verdict.Reason.Should().EndWith("against ≥ 99.5%: even without a failure, 598 are needed. A longer hold brings them.");
    }

    [Fact]
    public void A_server_that_starts_anew_has_lost_its_counts() =>
        Judge(ended: second => second < 30 ? 5_000 + (100 * second) : 100 * second, within: 10)
            .Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Phase == "users" && v.Reason.Contains("fell in phase 'users'"));

    [Fact]
    public void Nothing_submitted_and_nobody_counting_are_not_measured()
    {
        Judge(ended: _ => 0, submitted: _ => 0, within: 10).Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason == "No job was submitted in phase 'users': jobs.submitted did not rise.");
        Made.Judge(new RecordBuilder().Build(), Row(10)).Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason == "No probe measured jobs.submitted.");
    }

    [Fact]
    public void A_worker_in_a_process_of_its_own_is_not_counted_and_not_failed()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.JobsSubmitted] = second => 100 * second;
        builder.Probes[MeasureNames.JobsEnded] = builder.Probes[MeasureNames.JobsCompleted] = _ => 0;
        var record = builder.Build();

        Made.Judge(record with { Plan = record.Plan with { Stack = record.Plan.Stack with { SeparateWorker = true } } }, Row(10))
            .Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason.StartsWith("A fault of the suite breaks the worker, "));
    }

    private static SloVerdict Judge(Func<int, double> ended, int within, Func<int, double>? good = null, Func<int, double>? submitted = null)
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.JobsSubmitted] = submitted ?? (second => 100 * second);
        builder.Probes[MeasureNames.JobsEnded] = ended;
        builder.Probes[MeasureNames.JobsCompleted] = good ?? ended;
        return Made.Judge(builder.Build(), Row(within));
    }

    private static AvailabilitySlo Row(int within) => new()
    {
        Id = "background-availability",
        Title = "Background availability",
        Tier = SloTier.Sla,
        Source = "2.1/5",
        Service = Made.Service,
        Jobs = new JobFlow(MeasureNames.JobsSubmitted, MeasureNames.JobsEnded, MeasureNames.JobsCompleted, TimeSpan.FromSeconds(within)),
        Objective = new Objective(ComparisonOperator.GreaterThanOrEqual, 0.995, "ratio", "99.5%"),
    };
}
