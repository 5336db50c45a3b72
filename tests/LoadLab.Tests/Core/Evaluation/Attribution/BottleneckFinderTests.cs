using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Attribution;

/// <summary>A run whose response times break from second 80 on, with one thing saturated from second 78 on.</summary>
public sealed class BottleneckFinderTests
{
    private const int Onset = 78;
    private const int Broken = 80;

    private readonly RecordBuilder _builder = new()
    {
        ResponseMicros = (_, second, i) => second >= Broken ? 3_000_000 : 20_000 + (i * 100),
        Slos = ["api-response-p95"],
        Fingerprint = { ["cpu.count"] = "2" },
        Probes =
        {
            [MeasureNames.DbUp] = _ => 1,
            [MeasureNames.RedisUp] = _ => 1,
            [MeasureNames.DbPoolPending] = _ => 0,
            [MeasureNames.DbSessionsActive] = _ => 2,
            [MeasureNames.DbSessionsLocked] = _ => 0,
            [MeasureNames.DbSessionsIo] = _ => 0,
            [MeasureNames.DbLongestStatement] = _ => 0.004,
            [MeasureNames.RedisPing] = _ => 0.2,
            ["cpu.api"] = _ => 0.4,
            ["cpu.postgres"] = _ => 0.2,
            ["cpu.redis"] = _ => 0.02,
        },
    };

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
        _builder.ResponseMicros = (_, _, _) => 20_000;
        _builder.Class = (_, second, i) => second == 70 && i < 10 ? ResultClasses.Timeout : ResultClasses.Ok;
        _builder.Slos = ["api-response-p95", "api-errors-critical"];

        var evaluation = Evaluate();

        evaluation.Verdicts.Single(verdict => verdict.Id == "api-errors-critical").Should().Match<SloVerdict>(verdict =>
            !verdict.Required && verdict.Verdict == Verdict.Inconclusive && verdict.Measured > verdict.Limit && verdict.FirstCrossedSecond != null);
        evaluation.Attribution.Should().BeNull();
    }

    [Fact]
    public void A_required_row_is_asked_about_before_one_that_decides_nothing()
    {
        _builder.Class = (_, second, _) => second >= 65 ? ResultClasses.StatusOther : ResultClasses.Ok;
        _builder.Slos = ["api-errors-medium"];
        Evaluate().Attribution!.SloId.Should().Be("api-errors-medium");

        _builder.Class = (_, second, i) => second >= 65 && i < 10 ? ResultClasses.StatusOther : ResultClasses.Ok;
        _builder.Slos = ["api-response-p95", "api-errors-medium"];
        var both = Evaluate();

        both.Verdicts.Single(verdict => verdict.Id == "api-errors-medium").FirstCrossedSecond.Should().BeLessThan(Broken);
        both.Attribution!.SloId.Should().Be("api-response-p95");
    }

    [Fact]
    public void A_run_that_crosses_nothing_has_no_attribution()
    {
        _builder.ResponseMicros = (_, _, _) => 20_000;
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

        var found = BottleneckFinder.Find(_builder.Build(), [altered], evaluation.Validity);

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

        _builder.Probes[MeasureNames.RedisUp] = second => second is >= Onset and < Onset + 3 ? 0 : 1;
        _builder.Probes[MeasureNames.RedisPing] = second => second is >= Onset and < Onset + 3 ? double.NaN : 0.2;
        var silent = Evaluate().Attribution!.Causes.Should().ContainSingle().Subject;
        silent.Should().Be(new Bottleneck(BottleneckCauses.Redis, MeasureNames.RedisUp, Onset, "Redis gave its probe no answer for 3 s"));
    }

    [Fact]
    public void A_single_sample_without_an_answer_is_no_outage()
    {
        _builder.Probes[MeasureNames.RedisUp] = second => second == Onset ? 0 : 1;

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void Cpu_that_others_take_is_told_apart_from_the_stacks_own()
    {
        var others = Evaluate(Busy(machine: 0.99, generator: 0.3)).Attribution!.Causes;
        others.Should().ContainSingle().Which.Should().Be(new Bottleneck(BottleneckCauses.OtherCpu, MeasureNames.CpuMachine, Broken - BottleneckLimits.Before + Shift(),
            "the machine's CPU was 99 % busy, and processes that are neither the stack's nor LoadLab's took 1.1 of its 2 cores"));

        From("cpu.api", 1.5, before: 1.5);
        Evaluate(Busy(machine: 0.99, generator: 0.3)).Attribution!.Causes[0].Seen
            .Should().Be("the machine's CPU was 99 % busy, most of it by api (1.5 cores)");
    }

    [Fact]
    public void A_machine_that_the_generator_keeps_busy_is_not_blamed_on_the_stack()
    {
        Evaluate(Busy(machine: 0.99, generator: 1.3)).Attribution!.Causes.Should().NotContain(cause => cause.Cause == BottleneckCauses.StackCpu);
    }

    [Fact]
    public void What_begins_after_the_crossing_is_no_cause_of_it()
    {
        _builder.Probes[MeasureNames.DbPoolUsed] = second => second >= Broken + 3 ? 50 : 10;
        _builder.Probes[MeasureNames.DbPoolPending] = second => second >= Broken + 3 ? 30 : 0;

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void A_queue_that_grows_and_never_shrinks_is_the_workers()
    {
        _builder.Probes[MeasureNames.QueueLength] = second => second < Onset ? 0 : (second - Onset) * 20;

        Causes().Should().Equal(BottleneckCauses.Workers);
    }

    [Fact]
    public void Without_probes_nothing_is_claimed()
    {
        _builder.Probes.Clear();

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void A_generator_at_its_limit_comes_before_all_of_the_stack()
    {
        Pool();
        _builder.CanaryMs = 400;

        Causes().Should().Equal(BottleneckCauses.Generator, BottleneckCauses.Pool);
    }

    [Theory]
    [InlineData(ResultClasses.Refused, "the target refused connections")]
    [InlineData(ResultClasses.Reset, "the target dropped connections")]
    [InlineData(ResultClasses.Timeout, "the target gave no answer in time")]
    [InlineData(ResultClasses.Status5xx, "the target answered with a status of 500 or above")]
    public void A_target_that_fails_by_itself_is_the_answer_where_nothing_deeper_is(string failure, string words)
    {
        FailsFrom(70, failure);

        var found = Evaluate().Attribution!;

        found.Causes.Should().ContainSingle().Which.Should().Be(new Bottleneck(BottleneckCauses.Target, MeasureNames.HttpErrorRatio, 70, words + ": 7,500 of 7,500 failures, among 7,500 requests"));
        RunStory.BrokeFirst(Evaluate())[0].Should().StartWith($"What broke first: {words}: 7,500 of 7,500 failures, among 7,500 requests, from 01:10 on; ");
    }

    [Fact]
    public void What_explains_a_failing_target_stands_before_it_and_what_came_later_behind()
    {
        FailsFrom(70, ResultClasses.Refused);
        _builder.Probes[MeasureNames.DbUp] = second => second is >= 69 and < 80 ? 0 : 1;
        Causes().Should().Equal(BottleneckCauses.Postgres, BottleneckCauses.Target);

        _builder.ResponseMicros = (_, second, _) => second >= Broken ? 3_000_000 : 20_000;
        _builder.Slos = ["api-response-p95"];
        _builder.Class = (_, second, i) => second >= 70 && i < 5 ? ResultClasses.Reset : ResultClasses.Ok;
        _builder.Probes[MeasureNames.DbUp] = second => second is >= 79 and < 85 ? 0 : 1;
        var causes = Evaluate().Attribution!.Causes;
        causes.Select(cause => (cause.Cause, cause.OnsetSecond)).Should().Equal((BottleneckCauses.Target, 70), (BottleneckCauses.Postgres, 79));
    }

    [Fact]
    public void At_a_low_rate_the_first_second_that_failed_is_told_and_not_the_first_of_those_that_are_looked_at_together()
    {
        _builder.Rate = 5;
        FailsFrom(70, ResultClasses.Refused);

        var evaluation = Evaluate();

        evaluation.Verdicts.Single(verdict => verdict.Id == "api-errors").FirstCrossedSecond.Should().Be(70);
        evaluation.Attribution!.Causes.Should().ContainSingle().Which.OnsetSecond.Should().Be(70);
    }

    [Fact]
    public void A_single_reset_among_thousands_is_no_answer()
    {
        _builder.Class = (_, second, i) => second is 78 or 79 && i == 0 ? ResultClasses.Reset : ResultClasses.Ok;

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void A_busy_machine_of_which_nobody_sees_who_uses_it_is_the_machine()
    {
        _builder.Probes.Clear();
        _builder.Fingerprint["stack.kind"] = "external";
        _builder.Probes[MeasureNames.CpuRunQueue] = _ => 17;

        Evaluate(Busy(machine: 0.99, generator: 0.3)).Attribution!.Causes.Should().ContainSingle().Which.Should().Match<Bottleneck>(cause =>
            cause.Cause == BottleneckCauses.Machine && cause.Seen == "the machine's CPU was 99 % busy, with up to 17 tasks at once for its 2 cores (cores used: LoadLab 0.3)");

        _builder.Fingerprint["network.path"] = "network";
        Evaluate(Busy(machine: 0.99, generator: 1.7)).Attribution!.Causes[0].Seen.Should().StartWith("the CPU of the machine that makes the load was 99 % busy");
    }

    [Fact]
    public void The_process_that_listens_on_the_targets_port_is_named_with_its_share()
    {
        External();
        From("cpu.target", 1.5, before: 1.5);

        Evaluate(Busy(machine: 0.99, generator: 0.3)).Attribution!.Causes.Should().ContainSingle().Which.Should().Match<Bottleneck>(cause =>
            cause.Cause == BottleneckCauses.StackCpu && cause.Measure == "cpu.target" && cause.Seen == "the machine's CPU was 99 % busy, most of it by the target (node) (1.5 cores)");
    }

    [Fact]
    public void What_else_a_foreign_stack_has_on_the_machine_is_not_said_to_be_none_of_it()
    {
        External();
        From("cpu.target", 0.2, before: 0.2);

        Evaluate(Busy(machine: 0.99, generator: 0.3)).Attribution!.Causes.Should().ContainSingle().Which.Seen
            .Should().Be("the machine's CPU was 99 % busy, and processes other than LoadLab and the target (node) took 1.5 of its 2 cores");
    }

    private void External()
    {
        foreach (var role in new[] { "cpu.api", "cpu.postgres", "cpu.redis" })
        {
            _builder.Probes.Remove(role);
        }

        _builder.Fingerprint["stack.kind"] = "external";
        _builder.Fingerprint["process.target"] = "node";
    }

    private void FailsFrom(int first, string failure)
    {
        _builder.ResponseMicros = (_, _, _) => 20_000;
        _builder.Class = (_, second, _) => second >= first ? failure : ResultClasses.Ok;
        _builder.Slos = ["api-errors"];
    }

    private void Pool()
    {
        From(MeasureNames.DbPoolUsed, 50, before: 10);
        From(MeasureNames.DbPoolPending, 30, before: 0);
    }

    private void From(string measure, double value, double before) => _builder.Probes[measure] = second => second >= Onset ? value : before;

    private List<string> Causes() => [.. Evaluate().Attribution!.Causes.Select(cause => cause.Cause)];

    private int Shift() => Evaluate().Attribution!.CrossedSecond - Broken;

    private RunRecord Busy(double machine, double generator)
    {
        var record = _builder.Build();
        return record with { Health = [.. record.Health.Select(second => second with { MachineCpuRatio = machine, ProcessCpu = generator })] };
    }

    private RunEvaluation Evaluate(RunRecord? record = null) => Evaluator.Evaluate(record ?? _builder.Build(), RecordBuilder.Catalogue);
}
