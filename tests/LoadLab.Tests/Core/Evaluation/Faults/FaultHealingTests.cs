using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Faults;

/// <summary>A fault that a healer is to mend: whether it did, and how much sooner than the plan.</summary>
public sealed class FaultHealingTests
{
    private readonly FaultRun _run = new() { Failed = second => second is >= 20 and < 27 ? 20 : 0 };

    public FaultHealingTests() => _run.Events[0] = _run.Events[0] with { HealedBy = "heal-postgres" };

    [Theory]
    [InlineData(7, Verdict.Pass)]
    [InlineData(6, Verdict.Inconclusive)]
    [InlineData(5.5, Verdict.Fail)]
    public void Healing_is_judged_from_the_fault_to_the_recovery(double limit, Verdict verdict)
    {
        var row = Row(limit);

        (row.Verdict, row.Title, row.Required, row.Limit).Should().Be((verdict, "postgres stop at 20s: healed", true, limit));
        row.Reason.Should().StartWith("heal-postgres had started postgres anew 5.1 s after the fault, and the target was back 6.9 s after it, known to a second, against ≤ ");
        row.Measured.Should().BeApproximately(6.9, 1e-9);
        row.Low.Should().BeApproximately(5.9, 1e-9);
    }

    [Fact]
    public void What_LoadLab_had_to_mend_itself_was_not_healed()
    {
        _run.Events[0] = _run.Events[0] with { HealedBy = null };

        var row = Row(5);

        (row.Verdict, row.Measured, row.Reason).Should().Be((Verdict.Fail, null, "No healer started postgres anew within 5s; LoadLab mended it 5.1 s after the fault."));
    }

    [Fact]
    public void A_target_that_does_not_recover_is_not_healed_whoever_mended_it()
    {
        _run.Failed = second => second >= 20 ? 20 : 0;

        var row = Row(10);

        (row.Verdict, row.Measured, row.Reason).Should().Be((Verdict.Fail, null, "heal-postgres had started postgres anew 5.1 s after the fault, and the target was not back when the measuring ended, against ≤ 10s."));
    }

    [Fact]
    public void A_run_without_a_healer_has_no_such_row() => Judge(plan => plan).Verdicts.Should().NotContain(row => row.Id == "fault-1-healing");

    [Fact]
    public void Who_healed_is_told_and_goes_to_the_document_and_back()
    {
        var evaluation = Judge(plan => plan with { HealWithin = TimeSpan.FromSeconds(30) });
        FaultText.Line(evaluation.Faults[0]).Should().Be("postgres stopped 00:20–00:25, started anew by heal-postgres after 5.1 s, recovered after 1.8 s, 100 % of 140 requests failed meanwhile");
        RunDocumentReader.ToEvaluation(RunDocumentReader.Parse(RunDocumentWriter.ToJson(_run.Build(), evaluation)))!.Faults.Should().Equal(evaluation.Faults);

        _run.Events[0] = _run.Events[0] with { HealedBy = null };
        FaultText.Line(Judge(plan => plan with { HealWithin = TimeSpan.FromSeconds(5) }).Faults[0]).Should().StartWith("postgres stopped 00:20–00:25, no healer came within 5.0 s, recovered after 1.8 s");
    }

    [Fact]
    public void A_run_with_a_healer_is_held_against_one_without()
    {
        var healed = _run.Build();
        _run.Events[0] = new FaultEvent(0, 20.1, 40.1);
        _run.Failed = second => second is >= 20 and < 42 ? 20 : 0;
        var without = _run.Build();

        ComparedFault.Of([without], [healed]).Should().Equal(new ComparedFault("postgres stop at 20s", 21.9, 6.9, "by LoadLab", "by heal-postgres after 5.1 s"));
        ComparedFault.Of([without, healed], [healed]).Should().Equal(new ComparedFault("postgres stop at 20s", 14.4, 6.9, "by heal-postgres after 5.1 s in 1 of 2 runs, else by LoadLab", "by heal-postgres after 5.1 s"));
    }

    [Fact]
    public void Where_a_run_did_not_recover_there_is_no_length_and_another_fault_is_one_of_its_own()
    {
        var healed = _run.Build();
        _run.Failed = second => second >= 20 ? 20 : 0;

        ComparedFault.Of([_run.Build()], [healed])[0].BeforeSeconds.Should().BeNull();
        _run.Plans[0] = _run.Plans[0] with { Role = "redis" };
        ComparedFault.Of([_run.Build()], [healed]).Select(fault => (fault.Fault, fault.Before, fault.After)).Should().Equal(
            ("redis stop at 20s", "by heal-postgres after 5.1 s; not recovered when the measuring ended", "no such fault"),
            ("postgres stop at 20s", "no such fault", "by heal-postgres after 5.1 s"));
    }

    private SloVerdict Row(double limit) => Judge(plan => plan with { HealWithin = TimeSpan.FromSeconds(limit) }).Verdicts.Single(row => row.Id == "fault-1-healing");

    private RunEvaluation Judge(Func<FaultPlan, FaultPlan> alter)
    {
        var record = _run.Build();
        return Evaluator.Evaluate(record with { Plan = record.Plan with { Faults = [alter(record.Plan.Faults[0])] } }, RecordBuilder.Catalogue);
    }
}
