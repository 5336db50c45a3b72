using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;
using static LoadLab.Tests.Core.Capacity.Search.SearchSample;

namespace LoadLab.Tests.Core.Capacity.Search;

public sealed class CapacityEvaluatorTests
{
    private static readonly (RecordBuilder, int)[] s_search = [(Fast, 100), (Fast, 200), (Slow, 400), (Fast, 240), (Slow, 300)];

    [Fact]
    public void A_run_that_is_no_search_is_judged_as_ever() =>
        CapacityEvaluator.Evaluate(new RecordBuilder().Build(), RecordBuilder.Catalogue).Capacity.Should().BeEmpty();

    [Fact]
    public void The_answer_comes_out_of_the_record()
    {
        var answer = Answer(Steps(s_search));

        answer.Status.Should().Be(CapacityStatus.Open);
        answer.Load.Should().BeInRange(240, 300);
        (answer.Low < answer.Load, answer.Load < answer.High, answer.BrokeAt, answer.BrokenSlo).Should().Be((true, true, 300, "api-response-p95"));
        answer.Steps.Select(step => (step.Load, step.Outcome)).Should().Equal(
            (100, StepOutcome.Holds), (200, StepOutcome.Holds), (400, StepOutcome.Breaks), (240, StepOutcome.Holds), (300, StepOutcome.Breaks));
    }

    [Fact]
    public void Overloads_on_purpose_fail_no_row_and_spoil_no_run()
    {
        var judged = CapacityEvaluator.Evaluate(Steps(s_search), RecordBuilder.Catalogue);

        judged.Verdicts.Single(row => row.Id == "api-response-p95").Verdict.Should().Be(Verdict.Pass);
        judged.Validity.Status.Should().Be(ValidityStatus.Valid);
        (judged.ExitCode, judged.Reasons[0]).Should().Be((ExitCode.Inconclusive, "The search ended before its interval was narrow enough."));
    }

    [Theory]
    [InlineData(RunOutcome.Interrupted, "Ctrl-C", ExitCode.Interrupted)]
    [InlineData(RunOutcome.Stopped, "api ended while the load ran", ExitCode.InvalidRun)]
    public void What_was_learned_until_the_end_is_kept(RunOutcome outcome, string reason, ExitCode code)
    {
        var whole = Steps(s_search);
        var last = whole.Phases[^1];
        var record = whole with
        {
            Outcome = outcome,
            OutcomeReason = reason,
            Phases = [.. whole.Phases.SkipLast(1), last with { MeasureEndSecond = last.MeasureStartSecond + 7 }],
            Findings = outcome == RunOutcome.Stopped ? [new Finding("stack-died", FindingSeverity.Invalid, "api ended", "lives", "look")] : [],
        };

        var judged = CapacityEvaluator.Evaluate(record, RecordBuilder.Catalogue);
        var answer = judged.Capacity.Single();

        answer.Status.Should().Be(CapacityStatus.Interrupted);
        answer.Steps.Should().HaveCount(4, "the step under way says nothing");
        (answer.Low > 100, answer.High < 500).Should().Be((true, true));
        CapacityText.Sentence(answer).Should().StartWith("interrupted; until then: holds ");
        answer.Notes.Any(note => note.Contains(reason)).Should().Be(outcome == RunOutcome.Stopped);
        judged.ExitCode.Should().Be(code);
    }

    [Theory]
    [InlineData(100, Verdict.Pass)]
    [InlineData(260, Verdict.Inconclusive)]
    [InlineData(900, Verdict.Fail)]
    public void A_capacity_row_is_judged_by_the_interval(int asked, Verdict verdict)
    {
        var record = Steps(s_search);
        var row = RecordBuilder.Catalogue.Slos.OfType<LoadLab.Core.Catalogue.CapacitySlo>().Single(slo => slo.Id == "capacity-rps");
        var catalogue = RecordBuilder.Catalogue with
        {
            Slos = [.. RecordBuilder.Catalogue.Slos.Select(slo => slo == row ? row with { Holds = ["api-response-p95"], Objective = row.Objective with { Limit = asked }, ArrivalRatePerSecond = asked } : slo)],
        };

        var judged = CapacityEvaluator.Evaluate(record with { Plan = record.Plan with { Slos = [.. Plan.Slos, "capacity-rps"] } }, catalogue);

        judged.Verdicts.Single(slo => slo.Id == "capacity-rps").Verdict.Should().Be(verdict);
        judged.Capacity.Single().Targets.Should().Equal(asked);
    }

    [Fact]
    public void A_generator_at_its_limit_is_an_invalid_run_with_the_load_that_it_offered()
    {
        RecordBuilder Late() => new() { LagMicros = 200_000, ResponseMicros = (_, _, _) => 700_000 };

        var judged = CapacityEvaluator.Evaluate(Steps((Fast, 100), (Fast, 200), (Fast, 190), (Late(), 210), (Late(), 210), (Late(), 210)), RecordBuilder.Catalogue);
        var answer = judged.Capacity.Single();

        (answer.Status, answer.Load, answer.Low, judged.ExitCode).Should().Be((CapacityStatus.Invalid, null, 200, ExitCode.InvalidRun));
        CapacityText.Sentence(answer).Should().StartWith("INVALID: the generator itself offered at most 200/s, and that is no capacity of the target.");
    }

    [Fact]
    public void Steps_that_contradict_one_another_are_told()
    {
        var answer = Answer(Steps((Fast, 100), (Slow, 200), (Fast, 250), (Slow, 300)));

        answer.Notes.Should().Contain("Steps contradict one another: 250/s held, and 200/s broke. The interval is the wider for it.");
        (answer.High - answer.Low).Should().BeGreaterThan((Answer(Steps((Fast, 100), (Slow, 300), (Fast, 200), (Slow, 250))) is var agreed ? agreed.High - agreed.Low : null)!.Value);
    }

    [Theory]
    [InlineData(150, true, "of which nothing is known.")]
    [InlineData(900, false, "which is above what held.")]
    public void A_row_that_the_search_did_not_reach_says_so(int asked, bool isDown, string place)
    {
        var steps = isDown ? Steps((new RecordBuilder { Class = (_, _, _) => ResultClasses.Refused }, 100)) : Steps((Fast, 100), (Fast, 200));
        var row = RecordBuilder.Catalogue.Slos.OfType<LoadLab.Core.Catalogue.CapacitySlo>().Single(slo => slo.Id == "capacity-rps");
        var catalogue = RecordBuilder.Catalogue with
        {
            Slos = [.. RecordBuilder.Catalogue.Slos.Select(slo => slo == row ? row with { Holds = ["api-response-p95"], Objective = row.Objective with { Limit = asked }, ArrivalRatePerSecond = asked } : slo)],
        };

        var verdict = CapacityEvaluator.Evaluate(steps with { Plan = steps.Plan with { Slos = [.. Plan.Slos, "capacity-rps"] } }, catalogue).Verdicts.Single(slo => slo.Id == "capacity-rps");

        (verdict.Verdict, verdict.Reason.EndsWith(place, StringComparison.Ordinal)).Should().Be((Verdict.Inconclusive, true), verdict.Reason);
    }

    [Fact]
    public void A_target_that_fails_at_a_load_that_it_answered_before_has_changed()
    {
        RecordBuilder Broken() => new() { Class = (_, _, _) => ResultClasses.Status5xx };

        Answer(Steps((Fast, 100), (Fast, 200), (Broken(), 150), (Broken(), 110))).Notes.Should().Contain(
            "The target changed while the search ran: at 200/s it answered, and at 150/s later 100 % of the requests failed. What was found mixes both: search again.");
        Answer(Steps((Fast, 100), (Fast, 200), (Broken(), 400))).Notes.Should().NotContainMatch("The target changed*", "that may be an overload");
    }

    [Fact]
    public void Whether_most_requests_fail_because_of_the_load_is_said_only_where_loads_differ()
    {
        RecordBuilder Failing(int percent) => new() { Class = (_, _, i) => i % 100 < percent ? ResultClasses.Status5xx : ResultClasses.Ok };

        Answer(Steps((Failing(100), 100))).Notes.Should().Contain(
            "In the only step more than 50 % of the requests failed, at 100/s: that may be an overload, or a target that does not work. See what the target answers, and search from a lower load with --from.");
        Answer(Steps((Failing(100), 100), (Failing(100), 100))).Notes.Should().ContainMatch("In every step more than 50 % of the requests failed, at 100/s: that may be an overload*");
        Answer(Steps((Failing(100), 400), (Failing(100), 100))).Notes.Should().Contain(
            "In every step more than 50 % of the requests failed, from 100/s to 400/s, and not fewer at the lowest load: that is hardly an overload. See what the target answers, and search again when it works.");
        Answer(Steps((Failing(90), 400), (Failing(60), 100))).Notes.Should().ContainMatch("In every step more than 50 % of the requests failed, from 100/s to 400/s: that may be an overload*");
    }

    [Fact]
    public void A_target_that_dies_is_told_and_what_it_held_is_kept()
    {
        RecordBuilder Down() => new() { Class = (_, _, _) => ResultClasses.Refused };

        var answer = Answer(Steps((Fast, 100), (Fast, 200), (Down(), 400), (Down(), 400), (Down(), 400)));

        (answer.Status, answer.Load, answer.Low, answer.High).Should().Be((CapacityStatus.Open, null, 200, null));
        answer.Notes[0].Should().Be("3 steps in a row could not decide their rows. The last of them: The target refused every connection: it is down, and that says nothing of what it holds.");
    }

    [Fact]
    public void An_answer_is_one_sentence_whatever_broke() =>
        CapacityText.Sentence(Answer(Steps((Fast, 100), (new RecordBuilder { Dropped = 100 }, 200)))).Should().EndWith("; at 200/s 100 arrivals found all virtual users waiting for answers.");

    [Fact]
    public void Late_steps_are_told()
    {
        var answer = Answer(Steps((Fast, 100), (new RecordBuilder { LagMicros = 200_000 }, 200), (Slow, 400)));

        answer.Notes.Should().ContainMatch("In 1 of 3 steps the generator was late.*");
    }

    private static CapacityAnswer Answer(RunRecord record) => CapacityEvaluator.Evaluate(record, RecordBuilder.Catalogue).Capacity.Single();
}
