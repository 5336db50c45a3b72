using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Tests.Core.Evaluation.Attribution;

/// <summary>A target that fails by itself, the machine's CPU, and stacks that somebody else runs.</summary>
public sealed class BottleneckOfTargetTests : BrokenRun
{
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
        Builder.Probes[MeasureNames.DbUp] = second => second is >= 69 and < 80 ? 0 : 1;
        Causes().Should().Equal(BottleneckCauses.Postgres, BottleneckCauses.Target);

        Builder.ResponseMicros = (_, second, _) => second >= Broken ? 3_000_000 : 20_000;
        Builder.Slos = ["api-response-p95"];
        Builder.Class = (_, second, i) => second >= 70 && i < 5 ? ResultClasses.Reset : ResultClasses.Ok;
        Builder.Probes[MeasureNames.DbUp] = second => second is >= 79 and < 85 ? 0 : 1;
        var causes = Evaluate().Attribution!.Causes;
        causes.Select(cause => (cause.Cause, cause.OnsetSecond)).Should().Equal((BottleneckCauses.Target, 70), (BottleneckCauses.Postgres, 79));
    }

    [Fact]
    public void At_a_low_rate_the_first_second_that_failed_is_told_and_not_the_first_of_those_that_are_looked_at_together()
    {
        Builder.Rate = 5;
        FailsFrom(70, ResultClasses.Refused);

        var evaluation = Evaluate();

        evaluation.Verdicts.Single(verdict => verdict.Id == "api-errors").FirstCrossedSecond.Should().Be(70);
        evaluation.Attribution!.Causes.Should().ContainSingle().Which.OnsetSecond.Should().Be(70);
    }

    [Fact]
    public void A_single_reset_among_thousands_is_no_answer()
    {
        Builder.Class = (_, second, i) => second is 78 or 79 && i == 0 ? ResultClasses.Reset : ResultClasses.Ok;

        Causes().Should().BeEmpty();
    }

    [Fact]
    public void A_busy_machine_of_which_nobody_sees_who_uses_it_is_the_machine()
    {
        Builder.Probes.Clear();
        Builder.Fingerprint["stack.kind"] = "external";
        Builder.Probes[MeasureNames.CpuRunQueue] = _ => 17;

        Evaluate(Busy(machine: 0.99, generator: 0.3)).Attribution!.Causes.Should().ContainSingle().Which.Should().Match<Bottleneck>(cause =>
            cause.Cause == BottleneckCauses.Machine && cause.Seen == "the machine's CPU was 99 % busy, with up to 17 tasks at once for its 2 cores (cores used: LoadLab 0.3)");

        Builder.Fingerprint["network.path"] = "network";
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
}
