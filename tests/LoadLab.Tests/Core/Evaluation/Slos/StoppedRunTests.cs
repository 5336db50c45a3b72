using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

public sealed class StoppedRunTests
{
    [Fact]
    public void The_SLO_that_ended_the_run_has_failed_and_the_run_is_not_invalid()
    {
        var evaluation = Judge(Stopped(new RecordBuilder(), "api-response-p99"));

        var verdict = EvaluatorTests.Of(evaluation, "api-response-p99");
        verdict.Verdict.Should().Be(Verdict.Fail, "it failed in its window, whatever the rest of the run dilutes it to");
        verdict.Reason.Should().StartWith("It ended the run: because. Over all that was measured: P99 ");
        evaluation.Verdicts.Should().NotContain(other => other.Verdict == Verdict.Pass, "a run that was cut short passes nothing");
        EvaluatorTests.Of(evaluation, "db-pool").Verdict.Should().Be(Verdict.Inconclusive);
        evaluation.Validity.Status.Should().Be(ValidityStatus.Valid);
        evaluation.Validity.Findings.Should().Contain(finding => finding.Check == "outcome" && finding.Severity == FindingSeverity.Warning);
        evaluation.ExitCode.Should().Be(ExitCode.SloFailed);
    }

    [Fact]
    public void A_stop_by_errors_fails_by_the_SLOs_that_failed()
    {
        var failing = Judge(Stopped(new RecordBuilder { Class = (_, _, i) => i % 2 == 0 ? ResultClasses.Refused : ResultClasses.Ok }, ""));
        var harmless = Judge(Stopped(new RecordBuilder(), ""));

        EvaluatorTests.Of(failing, "api-errors").Verdict.Should().Be(Verdict.Fail);
        failing.ExitCode.Should().Be(ExitCode.SloFailed);
        harmless.ExitCode.Should().Be(ExitCode.Inconclusive);
    }

    [Fact]
    public void A_run_that_stopped_for_another_reason_stays_invalid()
    {
        var record = new RecordBuilder { Outcome = RunOutcome.Stopped }.Build() with { OutcomeReason = "the scenario said so" };

        Judge(record).ExitCode.Should().Be(ExitCode.InvalidRun);
    }

    [Fact]
    public void The_load_until_the_stop_is_what_had_to_be_offered()
    {
        // Cut at a half: 30 of 60 s of 150/s are 4,500 arrivals.
        var cut = Stopped(new RecordBuilder(), "api-response-p95");
        var half = Half(cut, 4_500);
        var slow = Half(cut, 4_400);

        Judge(half).Validity.Findings.Should().Contain(finding => finding.Check == "achieved-rate" && finding.Severity == FindingSeverity.Info && finding.Seen.StartsWith("4,500 of 4,500", StringComparison.Ordinal));
        Judge(slow).Validity.Findings.Should().Contain(finding => finding.Check == "achieved-rate" && finding.Severity == FindingSeverity.Invalid);
        Judge(half with { Stop = null }).Validity.Findings.Should().Contain(finding => finding.Check == "achieved-rate" && finding.Severity == FindingSeverity.Invalid);
    }

    private static RunRecord Stopped(RecordBuilder builder, string slo)
    {
        builder.Outcome = RunOutcome.Stopped;
        return builder.Build() with { OutcomeReason = "because.", Stop = new RunStop(slo, "rate", 90, "because.") };
    }

    private static RunRecord Half(RunRecord record, long started) => record with
    {
        Phases = [.. record.Phases.Select(phase => phase.Name != "rate" ? phase : phase with { MeasureEndSecond = 90, Measured = new Counts(started, started, 0, started, 0, 0) })],
    };

    private static RunEvaluation Judge(RunRecord record) => Evaluator.Evaluate(record, RecordBuilder.Catalogue);
}
