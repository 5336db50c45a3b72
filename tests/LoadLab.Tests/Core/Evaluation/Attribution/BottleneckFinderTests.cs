using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Tests.Core.Evaluation.Attribution;

/// <summary>What in the stack is named, and in which order.</summary>
public sealed class BottleneckFinderTests : BrokenRun
{
    [Fact]
    public void Nothing_saturated_is_said_so_and_nothing_is_guessed()
    {
        var evaluation = Evaluate();

        evaluation.Attribution!.CrossedSecond.Should().BeInRange(Broken, Broken + 1);
        evaluation.Attribution.SloId.Should().Be("api-response-p95");
        evaluation.Attribution.Causes.Should().BeEmpty();
        RunStory.BrokeFirst(evaluation).Should().ContainSingle()
            .Which.Should().StartWith("What broke first: nothing that LoadLab watches was saturated when API response time P95 was crossed at 01:2");
    }

    [Fact]
    public void One_failed_request_of_a_row_that_decides_nothing_is_no_reason_to_ask()
    {
        Builder.ResponseMicros = (_, _, _) => 20_000;
        Builder.Class = (_, second, i) => second == 70 && i < 10 ? ResultClasses.Timeout : ResultClasses.Ok;
        Builder.Slos = ["api-response-p95", "api-errors-critical"];

        var evaluation = Evaluate();

        evaluation.Verdicts.Single(verdict => verdict.Id == "api-errors-critical").Should().Match<SloVerdict>(verdict =>
            !verdict.Required && verdict.Verdict == Verdict.Inconclusive && verdict.Measured > verdict.Limit && verdict.FirstCrossedSecond != null);
        evaluation.Attribution.Should().BeNull();
    }

    [Fact]
    public void A_required_row_is_asked_about_before_one_that_decides_nothing()
    {
        Builder.Class = (_, second, _) => second >= 65 ? ResultClasses.StatusOther : ResultClasses.Ok;
        Builder.Slos = ["api-errors-medium"];
        Evaluate().Attribution!.SloId.Should().Be("api-errors-medium");

        Builder.Class = (_, second, i) => second >= 65 && i < 10 ? ResultClasses.StatusOther : ResultClasses.Ok;
        Builder.Slos = ["api-response-p95", "api-errors-medium"];
        var both = Evaluate();

        both.Verdicts.Single(verdict => verdict.Id == "api-errors-medium").FirstCrossedSecond.Should().BeLessThan(Broken);
        both.Attribution!.SloId.Should().Be("api-response-p95");
    }

    [Fact]
    public void A_run_that_crosses_nothing_has_no_attribution()
    {
        Builder.ResponseMicros = (_, _, _) => 20_000;
        Pool();

        Evaluate().Attribution.Should().BeNull();
    }

    [Theory]
    [InlineData(Verdict.Inconclusive, 700, true)]
    [InlineData(Verdict.Inconclusive, 500, false)]
    [InlineData(Verdict.Pass, 500, false)]
    [InlineData(Verdict.Fail, 700, true)]
    public void A_limit_that_is_crossed_without_being_sure_of_it_is_asked_about_too(Verdict verdict, double measured, bool asked)
    {
        Pool();
        var evaluation = Evaluate();
        var altered = evaluation.Verdicts[0] with { Verdict = verdict, Measured = measured };

        var found = BottleneckFinder.Find(Builder.Build(), [altered], evaluation.Validity);

        (found is not null).Should().Be(asked);
    }

    [Fact]
    public void A_full_pool_with_waiters_is_the_pool()
    {
        Pool();

        var cause = Evaluate().Attribution!.Causes.Should().ContainSingle().Subject;

        cause.Should().Be(new Bottleneck(BottleneckCauses.Pool, MeasureNames.DbPoolUsed, Onset,
            "the API's connection pool was full: 50 of 50 in use, and up to 30 requests waited for a connection"));
    }

    [Fact]
    public void A_full_pool_that_nobody_waits_for_is_no_cause()
    {
        From(MeasureNames.DbPoolUsed, 50, before: 10);

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void A_lock_that_fills_the_pool_is_the_lock_and_the_pool_its_effect()
    {
        Pool();
        From(MeasureNames.DbSessionsActive, 48, before: 2);
        From(MeasureNames.DbSessionsLocked, 47, before: 0);
        From(MeasureNames.DbLongestStatement, 2.5, before: 0.004);

        Causes().Should().Equal(BottleneckCauses.Lock, BottleneckCauses.SlowStatement, BottleneckCauses.Pool);
        RunStory.BrokeFirst(Evaluate())[0].Should().StartWith("What broke first: up to 47 sessions of Postgres waited for a lock, from 01:18 on; API response time P95 was crossed at 01:2");
    }

    [Fact]
    public void One_waiter_among_many_sessions_is_everyday_life()
    {
        From(MeasureNames.DbSessionsActive, 20, before: 2);
        From(MeasureNames.DbSessionsLocked, 2, before: 0);

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void A_slow_statement_comes_before_the_pool_that_it_fills()
    {
        Pool();
        From(MeasureNames.DbLongestStatement, 1.8, before: 0.004);

        Causes().Should().Equal(BottleneckCauses.SlowStatement, BottleneckCauses.Pool);
    }

    [Fact]
    public void Sessions_that_wait_for_the_disk_are_the_disk()
    {
        From(MeasureNames.DbSessionsActive, 20, before: 2);
        From(MeasureNames.DbSessionsIo, 15, before: 0);

        Causes().Should().Equal(BottleneckCauses.DatabaseIo);
    }

    [Fact]
    public void A_redis_that_answers_late_or_not_at_all_is_redis()
    {
        From(MeasureNames.RedisPing, 700, before: 0.2);
        Causes().Should().Equal(BottleneckCauses.Redis);

        Builder.Probes[MeasureNames.RedisUp] = second => second is >= Onset and < Onset + 3 ? 0 : 1;
        Builder.Probes[MeasureNames.RedisPing] = second => second is >= Onset and < Onset + 3 ? double.NaN : 0.2;
        var silent = Evaluate().Attribution!.Causes.Should().ContainSingle().Subject;
        silent.Should().Be(new Bottleneck(BottleneckCauses.Redis, MeasureNames.RedisUp, Onset, "Redis gave its probe no answer for 3 s"));
    }

    [Fact]
    public void A_single_sample_without_an_answer_is_no_outage()
    {
        Builder.Probes[MeasureNames.RedisUp] = second => second == Onset ? 0 : 1;

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void What_begins_after_the_crossing_is_no_cause_of_it()
    {
        Builder.Probes[MeasureNames.DbPoolUsed] = second => second >= Broken + 3 ? 50 : 10;
        Builder.Probes[MeasureNames.DbPoolPending] = second => second >= Broken + 3 ? 30 : 0;

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void A_queue_that_grows_and_never_shrinks_is_the_workers()
    {
        Builder.Probes[MeasureNames.QueueLength] = second => second < Onset ? 0 : (second - Onset) * 20;

        Causes().Should().Equal(BottleneckCauses.Workers);
    }

    [Fact]
    public void Without_probes_nothing_is_claimed()
    {
        Builder.Probes.Clear();

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void A_generator_at_its_limit_comes_before_all_of_the_stack()
    {
        Pool();
        Builder.CanaryMs = 400;

        Causes().Should().Equal(BottleneckCauses.Generator, BottleneckCauses.Pool);
    }
}
