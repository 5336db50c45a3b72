using LoadLab.Core;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Decisions;

/// <summary>Section 10.2 of the document: what each kind of change needs.</summary>
public sealed class ChangeRuleTests
{
    private const string Slo = "api-response-p95";
    private static readonly Approval Ada = new("Ada", "INC-4711", new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
    private static readonly DateTimeOffset Until = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Go_no_go_without_production_data_says_so_and_is_not_blocked()
    {
        var evaluation = Judge("go-no-go", new RecordBuilder());

        (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.Go, ExitCode.Ok));
        evaluation.Conditions.Select(condition => condition.ToString()).Should().Equal(
            "required-slos-pass holds: all 10 required SLOs passed.",
            "error-budget-left is not known: no production data was imported; before a launch there is none, so it does not stand in the way.");
        evaluation.Reasons.Should().Equal("The run is valid, and all 10 required SLOs passed.");
    }

    [Fact]
    public void Feature_release_without_production_data_is_not_measured()
    {
        var evaluation = Judge("feature-release", new RecordBuilder());

        (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.NoGo, ExitCode.Inconclusive));
        evaluation.Conditions[1].ToString().Should().Be("error-budget-left is not known: no production data was imported, and no data never passes. Import it, then run again.");
    }

    [Theory]
    [InlineData("go-no-go", 0.5, 0)]
    [InlineData("go-no-go", 0.01, 0)]
    [InlineData("go-no-go", 0, 99)]
    [InlineData("go-no-go", -1.5, 99)]
    [InlineData("feature-release", 0.1, 0)]
    [InlineData("feature-release", 0.0999, 99)]
    [InlineData("feature-release", -0.2, 99)]
    public void A_budget_that_is_spent_or_below_the_least_blocks(string id, double left, int code)
    {
        var evaluation = Judge(id, new RecordBuilder(), change => change with { Budgets = [Left(Slo, left), Left("api-errors", 0.9)] });

        ((int)evaluation.ExitCode).Should().Be(code);
        evaluation.Decision.Should().Be(code == 0 ? Decision.Go : Decision.NoGo);
    }

    [Fact]
    public void A_spent_budget_says_its_numbers() =>
        Judge("feature-release", new RecordBuilder(), change => change with { Budgets = [Left(Slo, -0.25)] }).Reasons.Should().Contain(
            "error-budget-left does not hold: api-response-p95 has -25 % of its error budget of 2026-10 left (until 2026-11-23 00:00 UTC), at least 10 % needed.");

    [Theory]
    [InlineData("go-no-go")]
    [InlineData("feature-release")]
    public void Data_that_ended_days_ago_say_nothing_of_today_and_stand_in_the_way(string id)
    {
        var ended = DateTimeOffset.UnixEpoch - TimeSpan.FromDays(3.1);

        var evaluation = Judge(id, new RecordBuilder(), change => change with { Budgets = [Left(Slo, 0.9) with { Until = ended }] });

        evaluation.ExitCode.Should().Be(ExitCode.Inconclusive);
        evaluation.Conditions[1].ToString().Should().Be(
            "error-budget-left is not known: the newest imported data ends 1969-12-28 21:36 UTC, 3.1 days before the run, and at most 3 are allowed. Import the current month, then run again.");
    }

    [Theory]
    [InlineData("go-no-go")]
    [InlineData("feature-release")]
    public void Imports_of_which_too_little_is_known_stand_in_the_way(string id)
    {
        var evaluation = Judge(id, new RecordBuilder(), change => change with { HasImports = true });

        evaluation.ExitCode.Should().Be(ExitCode.Inconclusive);
        evaluation.Conditions[1].ToString().Should().StartWith("error-budget-left is not known: production data was imported, but too little of it is known for a budget");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0.9)]
    public void A_budget_that_is_too_old_stands_in_the_way_beside_one_that_is_not(double left)
    {
        var old = Left("api-errors", left) with { Until = DateTimeOffset.UnixEpoch - TimeSpan.FromDays(4) };

        var evaluation = Judge("feature-release", new RecordBuilder(), change => change with { Budgets = [old, Left(Slo, 0.9)] });

        (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.NoGo, ExitCode.Inconclusive));
        evaluation.Conditions[1].ToString().Should().Be(
            "error-budget-left is not known: the imported data of api-errors ends more than 3 days before the run. Import the rest, then run again.");
    }

    [Fact]
    public void A_row_of_which_too_little_is_known_stands_in_the_way_beside_one_that_is_known()
    {
        var evaluation = Judge("go-no-go", new RecordBuilder(), change => change with { Budgets = [Left(Slo, 0.9)], UnknownBudgets = ["api-errors"], HasImports = true });

        (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.NoGo, ExitCode.Inconclusive));
        evaluation.Conditions[1].ToString().Should().Be(
            "error-budget-left is not known: too little is known of api-errors: 90 % of its window are needed. Import the rest, then run again.");
    }

    [Fact]
    public void A_budget_that_is_spent_blocks_whatever_else_is_not_known()
    {
        var evaluation = Judge("go-no-go", new RecordBuilder(), change => change with { Budgets = [Left(Slo, -1)], UnknownBudgets = ["api-errors"], HasImports = true });

        evaluation.ExitCode.Should().Be(ExitCode.SloFailed);
    }

    [Fact]
    public void Budgets_of_SLOs_that_the_run_is_not_judged_by_say_nothing()
    {
        var evaluation = Judge("feature-release", new RecordBuilder { Slos = [Slo] }, change => change with { Budgets = [Left("db-pool", -1)] });

        evaluation.ExitCode.Should().Be(ExitCode.Inconclusive);
        evaluation.Conditions[1].Reason.Should().StartWith("none of the 1 imported budgets is of an SLO that this run is judged by");
    }

    [Theory]
    [InlineData(ConditionState.Holds, 0)]
    [InlineData(ConditionState.DoesNotHold, 98)]
    [InlineData(ConditionState.NotKnown, 96)]
    public void Infrastructure_change_needs_the_comparison(ConditionState state, int code)
    {
        var record = Of("infrastructure-change", new RecordBuilder());

        var evaluation = Evaluator.Evaluate(record, RecordBuilder.Catalogue, new RegressionEvidence(["base"], state, "as seen."));

        ((int)evaluation.ExitCode).Should().Be(code);
        evaluation.Conditions[1].Should().Be(new DecisionCondition("no-regression", state, "as seen.", (ExitCode)code));
    }

    [Fact]
    public void Infrastructure_change_that_was_compared_with_nothing_is_not_measured() =>
        Judge("infrastructure-change", new RecordBuilder()).Should().Match<RunEvaluation>(e => e.Decision == Decision.NoGo && e.ExitCode == ExitCode.Inconclusive);

    [Fact]
    public void Emergency_change_with_an_approval_goes_although_an_SLO_failed()
    {
        var evaluation = Judge("emergency-change", Slow(), change => change with { Approval = Ada });

        (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.GoWithApproval, ExitCode.Ok));
        evaluation.Verdicts.Single(verdict => verdict.Id == Slo).Verdict.Should().Be(Verdict.Fail, "an approval changes no verdict");
        evaluation.Reasons.Should().ContainMatch("approval holds: approved by Ada on 2026-11-24 10:00 UTC: INC-4711. It covers: api-response-p95* failed.");
    }

    [Fact]
    public void Emergency_change_without_one_ends_with_the_code_of_the_failure()
    {
        var evaluation = Judge("emergency-change", Slow());

        (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.NoGo, ExitCode.SloFailed));
        evaluation.Conditions.Single().ToString().Should().EndWith("failed. Nobody has approved it.");
    }

    [Fact]
    public void Emergency_change_whose_SLOs_pass_needs_no_approval()
    {
        Judge("emergency-change", new RecordBuilder()).Should().Match<RunEvaluation>(e => e.Decision == Decision.Go && e.ExitCode == ExitCode.Ok);
        Judge("emergency-change", new RecordBuilder(), change => change with { Approval = Ada }).Decision.Should().Be(Decision.Go);
    }

    [Fact]
    public void An_approval_never_covers_an_invalid_run() =>
        Judge("emergency-change", new RecordBuilder { Dropped = 5_000 }, change => change with { Approval = Ada })
            .Should().Match<RunEvaluation>(e => e.Decision == Decision.NoGo && e.ExitCode == ExitCode.InvalidRun && e.Conditions[0].State == ConditionState.NotKnown);

    [Fact]
    public void An_approval_never_covers_an_interrupted_run() =>
        Judge("emergency-change", new RecordBuilder { Outcome = RunOutcome.Interrupted }, change => change with { Approval = Ada })
            .Should().Match<RunEvaluation>(e => e.Decision == Decision.NoGo && e.ExitCode == ExitCode.Interrupted);

    [Fact]
    public void An_approval_does_not_cover_what_was_not_measured()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.RedisMemoryMax] = _ => 0;

        var evaluation = Judge("emergency-change", builder, change => change with { Approval = Ada });

        (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.NoGo, ExitCode.Inconclusive));
        evaluation.Conditions.Single().Reason.Should().EndWith("but it cannot cover what was not measured: redis-memory.");
    }

    [Fact]
    public void Beside_the_SLOs_an_approval_is_a_condition_of_its_own()
    {
        ChangePlan Both(ChangePlan change) => change with { Needs = [DecisionEntry.RequiredSlosPass, DecisionEntry.ApprovalGiven] };

        Judge("emergency-change", new RecordBuilder(), Both).ExitCode.Should().Be(ExitCode.Inconclusive);
        Judge("emergency-change", new RecordBuilder(), change => Both(change) with { Approval = Ada }).Decision.Should().Be(Decision.Go);
        Judge("emergency-change", Slow(), change => Both(change) with { Approval = Ada }).ExitCode.Should().Be(ExitCode.SloFailed);
    }

    [Fact]
    public void A_run_without_any_traffic_is_NOT_MEASURED_and_ends_with_96_under_every_rule()
    {
        foreach (var id in new[] { null, "go-no-go", "feature-release", "infrastructure-change", "emergency-change" })
        {
            var record = (id is null ? new RecordBuilder().Build() : Of(id, new RecordBuilder(), change => change with { Approval = Ada })) with { Slices = [], Seconds = [], Phases = [] };

            var evaluation = Evaluator.Evaluate(record, RecordBuilder.Catalogue);

            evaluation.Verdicts.Where(verdict => verdict.Required).Select(verdict => verdict.Verdict).Should().OnlyContain(verdict => verdict == Verdict.NotMeasured || verdict == Verdict.Inconclusive);
            evaluation.Verdicts.Single(verdict => verdict.Id == Slo).Verdict.Should().Be(Verdict.NotMeasured);
            (evaluation.Decision, evaluation.ExitCode).Should().Be((Decision.NoGo, ExitCode.Inconclusive), "{0}", id);
        }
    }

    [Fact]
    public void Deciding_again_from_what_was_judged_says_the_same()
    {
        var record = Of("feature-release", Slow(), change => change with { Budgets = [Left(Slo, 0.5)] });
        var evaluation = Evaluator.Evaluate(record, RecordBuilder.Catalogue);

        DecisionRule.Decide(record, evaluation).Should().BeEquivalentTo(evaluation);
    }

    internal static RecordBuilder Slow() => new() { ResponseMicros = (_, _, _) => 900_000 };

    internal static RunRecord Of(string id, RecordBuilder builder, Func<ChangePlan, ChangePlan>? alter = null)
    {
        var plan = ChangePlanner.Plan(RecordBuilder.Catalogue, new ChangeOptions { Id = id }, [])!;
        var record = builder.Build();
        return record with { Plan = record.Plan with { Change = alter is null ? plan : alter(plan) } };
    }

    private static RunEvaluation Judge(string id, RecordBuilder builder, Func<ChangePlan, ChangePlan>? alter = null) =>
        Evaluator.Evaluate(Of(id, builder, alter), RecordBuilder.Catalogue);

    private static BudgetLeft Left(string slo, double ratio) => new(slo, (decimal)ratio, "2026-10", Until);
}
