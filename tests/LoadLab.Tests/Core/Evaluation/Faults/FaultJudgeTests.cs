using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Faults;

public sealed class FaultJudgeTests
{
    private readonly FaultRun _run = new() { Failed = second => second is >= 20 and < 27 ? 20 : 0 };

    [Theory]
    [InlineData(2, Verdict.Pass, "It was back 1.8 s after the mending, known to a second, against ≤ 2s.")]
    [InlineData(1.8, Verdict.Pass, "It was back 1.8 s after the mending, known to a second, against ≤ 1.8s.")]
    [InlineData(1, Verdict.Inconclusive, "It was back 1.8 s after the mending, known to a second, against ≤ 1s.")]
    [InlineData(0.5, Verdict.Fail, "It was back 1.8 s after the mending, known to a second, against ≤ 500ms.")]
    public void Recovery_is_judged_by_an_interval_of_a_second(double limit, Verdict verdict, string reason)
    {
        var row = Row("recovery", plan => plan with { RecoverWithin = TimeSpan.FromSeconds(limit) });

        (row.Verdict, row.Reason, row.Unit, row.Comparison, row.Limit).Should().Be((verdict, reason, "s", ComparisonOperator.LessThanOrEqual, limit));
        (row.Title, row.Source, row.Tier, row.Required, row.Phase).Should().Be(("postgres stop at 20s: recovery", "suite", SloTier.Slo, true, "load"));
        row.Low.Should().BeApproximately(0.8, 1e-9);
        row.Measured.Should().BeApproximately(1.8, 1e-9);
    }

    [Theory]
    [InlineData(10, Verdict.Fail)]
    [InlineData(34, Verdict.Inconclusive)]
    public void What_was_not_back_fails_once_it_is_certainly_too_late(double limit, Verdict verdict)
    {
        _run.Failed = second => second >= 20 ? 20 : 0;

        var row = Row("recovery", plan => plan with { RecoverWithin = TimeSpan.FromSeconds(limit) });

        (row.Verdict, row.Measured, row.Reason).Should().Be((verdict, null, $"It was not back when the measuring ended, 33.8 s or more after the mending, against ≤ {limit}s."));
    }

    [Theory]
    [InlineData(1, Verdict.Pass)]
    [InlineData(0.99, Verdict.Fail)]
    public void Errors_are_those_from_the_fault_to_the_recovery(double ratio, Verdict verdict)
    {
        var row = Row("errors", plan => plan with { ErrorRatio = ratio });

        (row.Verdict, row.Measured, row.Samples).Should().Be((verdict, 1.0, 140));
        row.Reason.Should().StartWith("140 of 140 requests failed (100 %), against ≤ ");
    }

    [Fact]
    public void Errors_without_a_recovery_may_still_become_more()
    {
        _run.Failed = second => second is >= 20 and < 30 ? 10 : 0;
        _run.Milliseconds = second => second >= 20 ? 500 : 10;

        var row = Row("errors", plan => plan with { ErrorRatio = 0.5 });

        (row.Verdict, row.Reason).Should().Be((Verdict.Inconclusive, "100 of 800 requests failed (12.5 %), against ≤ 50 %; it had not recovered when the measuring ended."));
    }

    [Fact]
    public void A_queue_is_judged_by_its_samples()
    {
        _run.Queue = second => second is >= 20 and < 30 ? 50 : 0;

        Row("drain", plan => plan with { DrainWithin = TimeSpan.FromSeconds(5) }).Reason.Should().Be("The queue was as short as before 5 s after the mending, known to a second, against ≤ 5s.");
        Row("drain", plan => plan with { DrainWithin = TimeSpan.FromSeconds(3) }).Verdict.Should().Be(Verdict.Fail);
        _run.Queue = null;
        Row("drain", plan => plan with { DrainWithin = TimeSpan.FromSeconds(3) }).Should()
            .Match<SloVerdict>(row => row.Verdict == Verdict.NotMeasured && row.Reason == "queue.length has too few samples before the fault or after it.");
    }

    [Fact]
    public void A_run_that_ended_before_the_fault_measured_nothing_of_it()
    {
        _run.Events.Clear();

        var evaluation = Judge(plan => plan with { RecoverWithin = TimeSpan.FromSeconds(5), ErrorRatio = 0.1, DrainWithin = TimeSpan.FromSeconds(5) });

        evaluation.Verdicts.Where(row => row.Source == "suite").Should().HaveCount(3)
            .And.OnlyContain(row => row.Verdict == Verdict.NotMeasured && row.Reason == "The run ended before the fault.");
        evaluation.ExitCode.Should().Be(ExitCode.Inconclusive);
    }

    [Fact]
    public void A_fault_makes_no_run_invalid_and_without_limits_judges_nothing()
    {
        var evaluation = Judge(plan => plan);

        evaluation.Validity.Status.Should().Be(ValidityStatus.Valid);
        evaluation.Verdicts.Should().NotContain(row => row.Source == "suite");
        evaluation.Faults.Should().ContainSingle().Which.RecoveredAfterSeconds.Should().BeApproximately(1.8, 1e-9);
        evaluation.ExitCode.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public void A_fault_row_that_fails_is_a_no_go()
    {
        var evaluation = Judge(plan => plan with { ErrorRatio = 0.1 });

        (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.NoGo, ExitCode.SloFailed));
    }

    [Theory]
    [InlineData(24, ValidityStatus.Valid)] // while it was stopped
    [InlineData(40, ValidityStatus.Invalid)]
    public void Arrivals_dropped_while_the_target_was_broken_do_not_make_the_run_invalid(int at, ValidityStatus status)
    {
        _run.Requests = second => second == at ? 1 : 20;
        _run.Failed = second => second is >= 20 and < 27 ? Math.Min(20, _run.Requests(second)) : 0;
        _run.Dropped = second => second == at ? 19 : 0;

        var evaluation = Judge(plan => plan);

        evaluation.Validity.Status.Should().Be(status);
        evaluation.Validity.Findings.Should().Contain(finding => finding.Check == "dropped"
            && finding.Severity == (status == ValidityStatus.Valid ? FindingSeverity.Warning : FindingSeverity.Invalid));
    }

    [Fact]
    public void In_an_invalid_run_a_recovery_passes_nothing()
    {
        _run.Outcome = RunOutcome.Interrupted;

        Row("recovery", plan => plan with { RecoverWithin = TimeSpan.FromSeconds(5) }).Verdict.Should().Be(Verdict.Inconclusive);
    }

    [Fact]
    public void An_slo_that_a_fault_made_fail_names_the_fault_as_what_broke_first()
    {
        var record = _run.Build();
        var evaluation = Evaluator.Evaluate(record with { Plan = record.Plan with { Slos = ["api-errors"] } }, RecordBuilder.Catalogue);

        evaluation.Attribution!.CrossedSecond.Should().Be(20);
        evaluation.Attribution.Causes[0].Should().Be(new Bottleneck(BottleneckCauses.Fault, "", 20, "postgres was stopped on purpose, as the suite's faults say"));
    }

    [Fact]
    public void Outcomes_go_to_the_document_and_back()
    {
        _run.Queue = _ => 1;
        var record = _run.Build();
        var evaluation = Judge(plan => plan);

        var read = RunDocumentReader.ToEvaluation(RunDocumentReader.Parse(RunDocumentWriter.ToJson(record, evaluation)))!;

        read.Faults.Should().Equal(evaluation.Faults);
    }

    [Fact]
    public void A_fault_is_told_in_one_line()
    {
        _run.Queue = second => second is >= 20 and < 29 ? 50 : 0;
        FaultText.Line(Outcome()).Should().Be("postgres stopped 00:20–00:25, recovered after 1.8 s, 100 % of 140 requests failed meanwhile, queue drained after 4.0 s, 50 items at its longest");

        _run.Events[0] = new FaultEvent(0, 20.1, null);
        FaultText.Line(Outcome()).Should().Be("postgres stopped 00:20, never mended, 17.5 % of 800 requests failed meanwhile");

        _run.Events.Clear();
        FaultText.Line(Outcome()).Should().Be("postgres was not stopped: the run ended before");

        _run.Events.Add(new FaultEvent(0, 20.1, 25.2));
        (_run.Failed, _run.Queue) = (_ => 0, _ => 0);
        FaultText.Line(Outcome()).Should().Be("postgres stopped 00:20–00:25, as before at once, 0 % of 120 requests failed meanwhile");

        _run.Failed = second => second >= 20 ? 20 : 0;
        FaultText.Line(Outcome()).Should().Be("postgres stopped 00:20–00:25, not recovered in 33.8 s, 100 % of 800 requests failed meanwhile");
    }

    private FaultOutcome Outcome() => FaultAnalysis.Of(_run.Build())[0];

    private SloVerdict Row(string what, Func<FaultPlan, FaultPlan> alter) => Judge(alter).Verdicts.Single(row => row.Id == "fault-1-" + what);

    private RunEvaluation Judge(Func<FaultPlan, FaultPlan> alter)
    {
        var record = _run.Build();
        return Evaluator.Evaluate(record with { Plan = record.Plan with { Faults = [alter(record.Plan.Faults[0])] } }, RecordBuilder.Catalogue);
    }
}
