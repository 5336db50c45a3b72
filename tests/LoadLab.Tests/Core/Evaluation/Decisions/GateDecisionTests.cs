using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Decisions;

/// <summary>One exit code for verdicts and comparison together: each row of the rule's truth table.</summary>
public sealed class GateDecisionTests
{
    private static readonly Approval Ada = new("Ada", "INC-1", new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(ExitCode.Ok, ConditionState.Holds, ExitCode.Ok)]
    [InlineData(ExitCode.Ok, ConditionState.DoesNotHold, ExitCode.Regression)]
    [InlineData(ExitCode.Ok, ConditionState.NotKnown, ExitCode.Inconclusive)]
    [InlineData(ExitCode.Inconclusive, ConditionState.Holds, ExitCode.Inconclusive)]
    [InlineData(ExitCode.Inconclusive, ConditionState.DoesNotHold, ExitCode.Regression)]
    [InlineData(ExitCode.Inconclusive, ConditionState.NotKnown, ExitCode.Inconclusive)]
    [InlineData(ExitCode.SloFailed, ConditionState.Holds, ExitCode.SloFailed)]
    [InlineData(ExitCode.SloFailed, ConditionState.DoesNotHold, ExitCode.SloFailed)]
    [InlineData(ExitCode.InvalidRun, ConditionState.Holds, ExitCode.InvalidRun)]
    [InlineData(ExitCode.InvalidRun, ConditionState.DoesNotHold, ExitCode.InvalidRun)]
    public void The_worse_of_verdicts_and_comparison(ExitCode judged, ConditionState seen, ExitCode expected) =>
        Gate(new RecordBuilder().Build(), judged, seen).Should().Be((expected == ExitCode.Ok ? Decision.Go : Decision.NoGo, expected));

    [Theory]
    [InlineData(ConditionState.Holds)]
    [InlineData(ConditionState.DoesNotHold)]
    public void An_interrupted_run_is_interrupted_whatever_was_seen(ConditionState seen) =>
        Gate(new RecordBuilder { Outcome = RunOutcome.Interrupted }.Build(), ExitCode.Ok, seen).Should().Be((Decision.NoGo, ExitCode.Interrupted));

    [Theory]
    [InlineData(ConditionState.Holds, Decision.Go)]
    [InlineData(ConditionState.DoesNotHold, Decision.GoWithApproval)]
    [InlineData(ConditionState.NotKnown, Decision.GoWithApproval)]
    public void An_approval_covers_what_is_worse_and_is_told_only_where_it_was_needed(ConditionState seen, Decision expected) =>
        Gate(Approved(), ExitCode.Ok, seen).Should().Be((expected, ExitCode.Ok));

    [Fact]
    public void An_approval_never_covers_what_the_run_itself_ended_with() =>
        Gate(Approved(), ExitCode.InvalidRun, ConditionState.Holds).Should().Be((Decision.NoGo, ExitCode.InvalidRun));

    [Fact]
    public void A_run_judged_anew_keeps_what_the_comparison_said()
    {
        var record = ChangeRuleTests.Of("infrastructure-change", new RecordBuilder());
        var stored = new StoredRun(record, Evaluator.Evaluate(record, RecordBuilder.Catalogue, new RegressionEvidence(["base"], ConditionState.DoesNotHold, "worse.")), "/tmp");

        var again = stored.JudgedAgain(Evaluator.Evaluate(record, RecordBuilder.Catalogue)).Evaluation!;

        (again.Decision, again.ExitCode).Should().Be((Decision.NoGo, ExitCode.Regression));
        again.Should().BeEquivalentTo(stored.Evaluation);
    }

    [Fact]
    public void Deciding_anew_keeps_the_warnings_of_a_stored_run()
    {
        var record = new RecordBuilder().Build();
        var evaluation = Evaluator.Evaluate(record, RecordBuilder.Catalogue) with { Warnings = ["WARN API: inside the SLA (a), outside the SLO (b)."] };
        var stored = RunDocumentReader.ToEvaluation(RunDocumentWriter.ToDocument(record, DecisionRule.Decide(record, evaluation)))!;

        stored.Warnings.Should().Equal(evaluation.Warnings);
        DecisionRule.Decide(record, stored).Reasons.Should().ContainInOrder(evaluation.Warnings);
    }

    private static RunRecord Approved() => ChangeRuleTests.Of("emergency-change", new RecordBuilder(), change => change with { Approval = Ada });

    private static (Decision, ExitCode) Gate(RunRecord record, ExitCode judged, ConditionState seen)
    {
        var evaluation = Evaluator.Evaluate(record, RecordBuilder.Catalogue) with { ExitCode = judged, Decision = judged == ExitCode.Ok ? Decision.Go : Decision.NoGo };
        return DecisionRule.OfGate(record, evaluation, new RegressionEvidence(["base"], seen, "as seen."));
    }
}
