using System.Globalization;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Decisions;

/// <summary>
/// Whether each condition of a run's rule holds. Pure. A run that is invalid or was interrupted says nothing, so nothing is known of it and
/// nobody can approve it.
/// </summary>
internal static class ChangeRule
{
    /// <summary>Data of a budget that end longer before the run say nothing of today: a tenth of 30 days, as much as may be unknown of a budget's window.</summary>
    private static readonly TimeSpan OldestBudget = TimeSpan.FromDays(3);

    /// <summary>The conditions in the rule's order; empty when the run has none.</summary>
    public static IReadOnlyList<DecisionCondition> Of(RunRecord record, RunEvaluation evaluation)
    {
        var (validity, verdicts) = (evaluation.Validity, evaluation.Verdicts);
        if (record.Plan.Change is not { } change)
        {
            return [];
        }

        var silent = record.Outcome == RunOutcome.Interrupted ? (Why: "the run was interrupted.", Code: ExitCode.Interrupted)
            : validity.Status == ValidityStatus.Invalid ? (Why: "the run is invalid, so it says nothing about the target.", Code: ExitCode.InvalidRun)
            : default;
        return
        [
            .. change.Needs.Select(need => need switch
            {
                DecisionEntry.ErrorBudgetLeft => Budgets(change, verdicts, record.StartedAt),
                _ when silent.Why is not null => new DecisionCondition(need, ConditionState.NotKnown, silent.Why, silent.Code),
                DecisionEntry.RequiredSlosPass => Slos(verdicts),
                DecisionEntry.NoRegression => Regression(evaluation.Regression),
                DecisionEntry.ApprovalGiven when change.ApprovalCoversSlos => Approval(change, verdicts),
                DecisionEntry.ApprovalGiven => Approval(change),
                _ => new DecisionCondition(need, ConditionState.NotKnown, "this LoadLab does not know the condition.", ExitCode.Inconclusive),
            }),
        ];
    }

    /// <summary>What the SLOs alone say: all required ones passed, one failed, or something is open. Nothing judged is nothing passed.</summary>
    public static DecisionCondition Slos(IReadOnlyList<SloVerdict> verdicts)
    {
        var required = verdicts.Where(verdict => verdict.Required).ToList();
        var failed = required.Where(verdict => verdict.Verdict == Verdict.Fail).Select(verdict => verdict.Id).ToList();
        var open = required.Where(verdict => verdict.Verdict != Verdict.Pass).Select(verdict => verdict.Id).ToList();
        return failed.Count > 0 ? Because(ConditionState.DoesNotHold, $"{Names(failed)} failed.", ExitCode.SloFailed)
            : required.Count == 0 ? Because(ConditionState.NotKnown, "no required SLO was judged.", ExitCode.Inconclusive)
            : open.Count > 0 ? Because(ConditionState.NotKnown, $"not decided or not measured: {Names(open)}.", ExitCode.Inconclusive)
            : Because(ConditionState.Holds, string.Create(CultureInfo.InvariantCulture, $"all {required.Count} required SLOs passed."), ExitCode.Ok);

        static DecisionCondition Because(ConditionState state, string reason, ExitCode code) => new(DecisionEntry.RequiredSlosPass, state, reason, code);
    }

    private static DecisionCondition Budgets(ChangePlan change, IReadOnlyList<SloVerdict> verdicts, DateTimeOffset now)
    {
        var covered = verdicts.Select(verdict => verdict.Id).ToHashSet(StringComparer.Ordinal);
        var known = change.Budgets.Where(budget => covered.Contains(budget.SloId)).ToList();
        if (change is { HasImports: true, Budgets.Count: 0 })
        {
            return Because(ConditionState.NotKnown, "production data was imported, but too little of it is known for a budget: 90 % of its window are needed. Import the rest, then run again.", ExitCode.Inconclusive);
        }

        var open = (change.UnknownBudgets ?? []).Where(covered.Contains).ToList();
        if (known.Count == 0 && open.Count == 0)
        {
            var none = change.Budgets.Count == 0
                ? "no production data was imported"
                : string.Create(CultureInfo.InvariantCulture, $"none of the {change.Budgets.Count} imported budgets is of an SLO that this run is judged by");
            return Because(ConditionState.NotKnown, change.UnknownBudgetPasses
                ? none + "; before a launch there is none, so it does not stand in the way."
                : $"{none}, and no data never passes. Import it, then run again.", change.UnknownBudgetPasses ? ExitCode.Ok : ExitCode.Inconclusive);
        }

        var (old, fresh) = (known.Where(budget => now - budget.Until > OldestBudget).ToList(), known.Where(budget => now - budget.Until <= OldestBudget).ToList());
        var spent = fresh.Where(budget => budget.RemainingRatio <= 0 || budget.RemainingRatio < change.LeastBudgetRatio).ToList();
        if (spent.Count > 0)
        {
            return Because(ConditionState.DoesNotHold, string.Join("; ", spent.Select(budget => Left(budget, change))) + ".", ExitCode.SloFailed);
        }

        // Where something was imported there is a production, so that what is not known of it stands in the way.
        if (fresh.Count == 0 && old.Count > 0 && known.Max(budget => budget.Until) is var newest)
        {
            return Because(ConditionState.NotKnown, string.Create(CultureInfo.InvariantCulture,
                $"the newest imported data ends {newest.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {(now - newest).TotalDays:0.#} days before the run, and at most {OldestBudget.TotalDays:0} are allowed. Import the current month, then run again."), ExitCode.Inconclusive);
        }

        if (old.Count > 0 || open.Count > 0)
        {
            var why = new[]
            {
                old.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"the imported data of {Names([.. old.Select(budget => budget.SloId)])} ends more than {OldestBudget.TotalDays:0} days before the run") : null,
                open.Count > 0 ? $"too little is known of {Names(open)}: 90 % of its window are needed" : null,
            };
            return Because(ConditionState.NotKnown, string.Join("; ", why.OfType<string>()) + ". Import the rest, then run again.", ExitCode.Inconclusive);
        }

        return Because(ConditionState.Holds, string.Join("; ", fresh.OrderBy(budget => budget.RemainingRatio).Take(3).Select(budget => Left(budget, change))) + ".", ExitCode.Ok);

        static DecisionCondition Because(ConditionState state, string reason, ExitCode code) => new(DecisionEntry.ErrorBudgetLeft, state, reason, code);
    }

    private static string Left(BudgetLeft budget, ChangePlan change) => string.Create(CultureInfo.InvariantCulture,
        $"{budget.SloId} has {budget.RemainingRatio * 100:0.##} % of its error budget of {budget.Period} left (until {budget.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC), ")
        + (change.LeastBudgetRatio > 0 ? string.Create(CultureInfo.InvariantCulture, $"at least {change.LeastBudgetRatio * 100:0.##} % needed") : "more than 0 % needed");

    private static DecisionCondition Regression(RegressionEvidence? evidence) => evidence is null
        ? new DecisionCondition(DecisionEntry.NoRegression, ConditionState.NotKnown, "the run was not compared with a baseline.", ExitCode.Inconclusive)
        : new DecisionCondition(DecisionEntry.NoRegression, evidence.State, evidence.Reason, evidence.State switch
        {
            ConditionState.Holds => ExitCode.Ok,
            ConditionState.DoesNotHold => ExitCode.Regression,
            _ => ExitCode.Inconclusive,
        });

    /// <summary>In place of the SLOs: what was violated may be approved, what was not measured cannot be, since it is not known what it is.</summary>
    private static DecisionCondition Approval(ChangePlan change, IReadOnlyList<SloVerdict> verdicts)
    {
        var slos = Slos(verdicts);
        var unseen = verdicts.Where(verdict => verdict is { Required: true, Verdict: Verdict.NotMeasured }).Select(verdict => verdict.Id).ToList();
        return slos.State == ConditionState.Holds ? Because(ConditionState.Holds, "not needed: " + slos.Reason, ExitCode.Ok)
            : change.Approval is null ? Because(ConditionState.DoesNotHold, $"{slos.Reason} Nobody has approved it.", slos.ExitCode)
            : unseen.Count > 0 ? Because(ConditionState.NotKnown, $"{change.Approval}; but it cannot cover what was not measured: {Names(unseen)}.", slos.ExitCode)
            : slos.State == ConditionState.NotKnown && verdicts.All(verdict => !verdict.Required) ? Because(ConditionState.NotKnown, slos.Reason, slos.ExitCode)
            : Because(ConditionState.Holds, $"{change.Approval}. It covers: {Covered(verdicts)}.", ExitCode.Ok);
    }

    private static string Covered(IReadOnlyList<SloVerdict> verdicts)
    {
        var open = verdicts.Where(verdict => verdict.Required && verdict.Verdict != Verdict.Pass).ToLookup(verdict => verdict.Verdict == Verdict.Fail, verdict => verdict.Id);
        return string.Join("; ", new[]
        {
            open[true].Any() ? Names([.. open[true]]) + " failed" : null,
            open[false].Any() ? Names([.. open[false]]) + " not decided" : null,
        }.OfType<string>());
    }

    /// <summary>Beside the SLOs: a second pair of eyes.</summary>
    private static DecisionCondition Approval(ChangePlan change) => change.Approval is { } approval
        ? Because(ConditionState.Holds, approval + ".", ExitCode.Ok)
        : Because(ConditionState.DoesNotHold, "nobody has approved it.", ExitCode.Inconclusive);

    private static DecisionCondition Because(ConditionState state, string reason, ExitCode code) => new(DecisionEntry.ApprovalGiven, state, reason, code);

    private static string Names(List<string> names) =>
        string.Join(", ", names.Take(3)) + (names.Count > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - 3} more") : "");
}
