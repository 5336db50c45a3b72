using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Testing;
using LoadLab.Tests.Core.Evaluation;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Testing;

/// <summary>Every way a run can end is a failure of its own kind, or none.</summary>
public sealed class LoadTestAssertionsTests
{
    private const string Row = "db-pool";

    [Fact]
    public void A_GO_passes_every_sentence_and_is_handed_on()
    {
        var result = Of(new RecordBuilder());

        result.ShouldBeGo().ShouldBeValid().ShouldPass(Row).ShouldHaveNoFailures().Should().BeSameAs(result);
        result.Should().Match<LoadTestResult>(said => said.IsGo && said.Advice == "" && said.Failed == 0);
        result.Slo(Row).Should().Match<SloOutcome>(slo => slo.Verdict == LoadTestVerdict.Pass && slo.IsRequired && slo.Limit == 0.8 && slo.Measured < 0.21);
    }

    [Fact]
    public void A_missed_SLO_is_a_failure_with_table_report_and_what_to_do()
    {
        var result = Of(new RecordBuilder { PoolUsed = 50 });

        var message = Thrown<LoadTestFailedException>(() => result.ShouldBeGo()).Message;

        message.Should().StartWith("Expected GO, but a required SLO failed.\nNO-GO  1 required SLO failed.\n  Verdict  SLO")
            .And.Contain("\n  FAIL     ").And.Contain("\nReport  /results/run/report.html\n").And.EndWith("What to do: The target does not hold what it must. The report says when it began, and what was saturated then.");
        Thrown<LoadTestFailedException>(() => result.ShouldPass(Row)).Result.Should().BeSameAs(result);
        result.ShouldBeValid();
    }

    [Fact]
    public void What_was_not_measured_is_inconclusive_and_no_failure_of_the_target()
    {
        var builder = new RecordBuilder();
        builder.Probes.Remove(MeasureNames.DbPoolMax);
        var result = Of(builder);

        result.Decision.Should().Be(LoadTestDecision.Inconclusive);
        Thrown<InconclusiveRunException>(() => result.ShouldBeGo()).Message.Should().Contain("INCONCLUSIVE  1 required SLO was not measured.").And.Contain("What to do: Nothing was decided");
        Thrown<InconclusiveRunException>(() => result.ShouldPass(Row));
        result.ShouldBeValid();
    }

    [Fact]
    public void An_invalid_run_says_nothing_about_the_target_and_what_the_machine_did()
    {
        var result = Of(new RecordBuilder { CanaryMs = 21 });

        Thrown<InvalidRunException>(() => result.ShouldBeGo()).Message.Should().Contain("\nINVALID canary: ").And.Contain("WithAttempts(5)");
        Thrown<InvalidRunException>(() => result.ShouldBeValid());
        Thrown<InvalidRunException>(() => result.ShouldPass(Row));
    }

    [Fact]
    public void A_load_that_was_not_what_was_asked_for_is_not_blamed_on_the_machine() =>
        Thrown<InvalidRunException>(() => Of(new RecordBuilder { Dropped = 1 }).ShouldBeGo()).Message.Should().NotContain("WithAttempts").And.Contain("Do what the INVALID lines above say.");

    [Fact]
    public void A_run_that_nothing_was_asked_of_says_so_and_not_that_it_was_too_short()
    {
        var record = new RecordBuilder().Build();
        record = record with { Plan = record.Plan with { Phases = [.. record.Plan.Phases.Select(phase => phase with { Thresholds = [] })] } };
        var run = new RunResult(record, LoadLab.Core.Evaluation.AdHocEvaluator.Evaluate(record), "/results/run", null);

        Decisions.Of(run.Evaluation).Should().Be(LoadTestDecision.Inconclusive);
        Advice.Of(run, isSuite: true).Should().StartWith("No SLO was asked for, so that nothing could pass or fail.");
    }

    [Fact]
    public void An_interrupted_run_is_no_GO() =>
        Thrown<InconclusiveRunException>(() => Of(new RecordBuilder { Outcome = RunOutcome.Interrupted }).ShouldBeGo()).Message.Should().Contain("The run was stopped before its end.");

    [Fact]
    public void One_failed_iteration_is_a_failure_and_none_at_all_is_nothing_known()
    {
        var failed = Of(new RecordBuilder { Class = (_, _, i) => i == 0 ? ResultClasses.Refused : ResultClasses.Ok });
        var builder = new RecordBuilder();
        var record = builder.Build();
        var nothing = Of(builder, record with { Phases = [] });

        Thrown<LoadTestFailedException>(() => failed.ShouldHaveNoFailures()).Message.Should().Contain("What failed:");
        Thrown<InconclusiveRunException>(() => nothing.ShouldHaveNoFailures());
    }

    [Fact]
    public void Iterations_that_had_not_ended_are_not_known_to_have_succeeded()
    {
        var builder = new RecordBuilder();
        var record = builder.Build();
        var hung = record with { Phases = [.. record.Phases.Select(phase => phase with { Measured = phase.Measured with { Ok = phase.Measured.Ok - 2, Interrupted = 2 } })] };

        Thrown<InconclusiveRunException>(() => Of(builder, hung).ShouldHaveNoFailures()).Message.Should()
            .StartWith(FormattableString.Invariant($"Expected no failures, but {2 * record.Phases.Count} of {record.Phases.Sum(phase => phase.Measured.Ok)} iterations had not ended when the run was over"));
    }

    [Fact]
    public void An_SLO_that_is_not_there_is_named_with_those_that_are()
    {
        var ask = () => Of(new RecordBuilder()).ShouldPass("db-pools");

        ask.Should().Throw<ArgumentException>().WithMessage("The run has no SLO 'db-pools'. It has: db-pool.*");
    }

    private static LoadTestResult Of(RecordBuilder builder, RunRecord? record = null)
    {
        builder.Slos = [Row];
        record ??= builder.Build();
        var run = new RunResult(record, LoadLab.Core.Evaluation.Evaluator.Evaluate(record, RecordBuilder.Catalogue), "/results/run", null);
        return new LoadTestResult(run, "/results/run/report.html", ResultText.Of(run, "/results/run/report.html"), Advice.Of(run, isSuite: true));
    }

    private static T Thrown<T>(Action ask)
        where T : LoadTestException => ask.Should().ThrowExactly<T>().Which;
}
