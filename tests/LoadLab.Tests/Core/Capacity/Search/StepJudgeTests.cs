using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Evaluation.Slos;
using static LoadLab.Tests.Core.Capacity.Search.SearchSample;

namespace LoadLab.Tests.Core.Capacity.Search;

public sealed class StepJudgeTests
{
    [Fact]
    public void Rows_that_pass_hold()
    {
        var step = Judge(Fast);

        (step.Step.Outcome, step.WasLate, step.WasEnded, step.Step.BrokenSlo).Should().Be((StepOutcome.Holds, false, false, ""));
        step.Step.Load.Should().Be(150);
        step.Step.ThroughputPerSecond.Should().BeApproximately(150, 0.1);
        step.Strength.Should().BeLessThan(-5);
        step.Evidence.Seconds.Should().Be(60);
        step.Evidence.MemorySeconds.Should().NotBeNull();
    }

    [Fact]
    public void A_row_that_fails_breaks_and_is_named()
    {
        var step = Judge(Slow);

        (step.Step.Outcome, step.Step.BrokenSlo).Should().Be((StepOutcome.Breaks, "api-response-p95"));
        step.Step.Reason.Should().StartWith("API response time P95 broke first");
        step.Strength.Should().BeGreaterThan(5);
    }

    [Fact]
    public void Arrivals_that_found_no_user_break_it() => Judge(new RecordBuilder { Dropped = 100 }).Step.Should().BeEquivalentTo(new
    {
        Outcome = StepOutcome.Breaks,
        Reason = "100 arrivals found all virtual users waiting for answers.",
    });

    [Fact]
    public void Rows_that_pass_with_the_generators_lateness_in_them_hold()
    {
        var step = Judge(new RecordBuilder { LagMicros = 200_000 });

        (step.Step.Outcome, step.WasLate).Should().Be((StepOutcome.Holds, true));
        step.Strength.Should().Be(-2, "it tells the side and not how far");
    }

    [Fact]
    public void Service_times_that_are_over_by_more_than_the_lateness_break()
    {
        var step = Judge(new RecordBuilder { LagMicros = 200_000, ResponseMicros = (_, _, _) => 3_000_000 });

        (step.Step.Outcome, step.WasLate, step.Strength).Should().Be((StepOutcome.Breaks, true, 2));
    }

    [Fact]
    public void Between_the_two_a_late_generator_says_nothing()
    {
        var step = Judge(new RecordBuilder { LagMicros = 200_000, ResponseMicros = (_, _, _) => 700_000 });

        (step.Step.Outcome, step.WasLate).Should().Be((StepOutcome.Invalid, false));
        step.Step.Reason.Should().StartWith("The generator was at its limit (schedule-lag)");
    }

    [Fact]
    public void A_generator_that_ran_out_of_files_says_nothing_however_fast_the_answers_were() =>
        StepJudge.Of(Step(Fast) with { Findings = [new Finding("open-files", FindingSeverity.Invalid, "1,024 of 1,024", "fewer", "ulimit -n")] }, RecordBuilder.Catalogue)
            .Step.Outcome.Should().Be(StepOutcome.Invalid);

    [Fact]
    public void A_stack_that_died_later_does_not_take_back_what_held()
    {
        var record = Step(Fast) with { Findings = [new Finding("stack-died", FindingSeverity.Invalid, "api ended", "lives", "look")] };

        StepJudge.Of(record, RecordBuilder.Catalogue).Step.Outcome.Should().Be(StepOutcome.Undecided, "as the whole run it is invalid");
        StepJudge.Of(StepJudge.Only(record, record.Phases[0]), RecordBuilder.Catalogue).Step.Outcome.Should().Be(StepOutcome.Holds);
    }

    [Fact]
    public void A_target_that_is_down_holds_nothing_and_breaks_nothing()
    {
        var step = Judge(new RecordBuilder { Class = (_, _, _) => ResultClasses.Refused });

        (step.Step.Outcome, step.Strength, step.Step.BrokenSlo, step.Step.ErrorRatio).Should().Be((StepOutcome.Undecided, null, "", 1));
        step.Step.Reason.Should().Be("The target refused every connection: it is down, and that says nothing of what it holds.");
    }

    [Fact]
    public void Iterations_that_end_well_after_refused_requests_do_not_make_a_target_alive()
    {
        var record = Step(new RecordBuilder { Class = (_, _, _) => ResultClasses.Refused });
        var step = StepJudge.Of(
            record with { Slices = [.. record.Slices.Select(slice => slice.Key.Step == SeriesKey.WholeIteration ? slice with { Key = slice.Key with { Class = ResultClasses.Ok } } : slice)] }, RecordBuilder.Catalogue);

        (step.Step.Outcome, step.Strength).Should().Be((StepOutcome.Undecided, null));
    }

    [Fact]
    public void A_step_without_an_answer_has_no_share_of_failures()
    {
        var record = Step(Fast);

        StepJudge.Of(record with { Slices = [] }, RecordBuilder.Catalogue).Step.ErrorRatio.Should().BeNull();
    }

    [Fact]
    public void A_step_that_was_ended_broke()
    {
        var record = Step(Slow);
        var step = StepJudge.Of(record with { Plan = record.Plan with { Phases = [record.Plan.Phases[0] with { ToHoldSeconds = 120 }] } }, RecordBuilder.Catalogue);

        (step.Step.Outcome, step.WasEnded).Should().Be((StepOutcome.Breaks, true));
        (step.Evidence.Seconds, step.Evidence.MemorySeconds).Should().Be((null, null), "its length was the harness's choice");
    }

    [Fact]
    public void Resources_have_names_for_people_and_Redis_is_one_of_them()
    {
        var builder = Fast;
        builder.Fingerprint["cpu.count"] = "4";
        builder.Probes["cpu.api"] = _ => 1;
        builder.Probes["cpu.postgres"] = _ => 2;
        builder.Probes["cpu.redis"] = _ => 0.5;
        builder.Probes["cpu.worker"] = _ => 0.1;

        Judge(builder).Step.Resources.Select(use => (use.Name, Math.Round(use.BusyRatio, 6), use.Units)).Should().BeEquivalentTo(
        [
            ("CPU of the machine", 0.5, 4.0), ("CPU of the API", 0.25, 4.0), ("CPU of Postgres", 0.5, 4.0), ("CPU of Redis", 0.5, 1.0), ("CPU of worker", 0.025, 4.0),
            ("connection pool of the API", 0.2, 50.0), ("memory of Redis", 0.039062, 256e6),
        ]);
    }

    private static JudgedStep Judge(RecordBuilder builder) => StepJudge.Of(Step(builder), RecordBuilder.Catalogue);
}
