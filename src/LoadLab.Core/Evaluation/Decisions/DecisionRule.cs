using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Evaluation.Slos;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Decisions;

/// <summary>
/// The decision of a run by the rule in its plan (<see cref="ChangePlan"/>), or by validity and required SLOs where it has none. The exit code says
/// the first of: interrupted (105), invalid (97), a required SLO failed or a budget is spent (99), regression (98), something is not known (96).
/// </summary>
internal static class DecisionRule
{
    private const string Warning = "WARN ";
    private static readonly ExitCode[] s_worstFirst = [ExitCode.Interrupted, ExitCode.InvalidRun, ExitCode.SloFailed, ExitCode.Regression, ExitCode.Inconclusive];

    /// <summary>Decides on verdicts that were given.</summary>
    /// <param name="record">The run.</param>
    /// <param name="evaluation">Its validity and verdicts; its decision is made here.</param>
    /// <param name="warnings">From <see cref="Warnings"/>.</param>
    public static RunEvaluation Decide(RunRecord record, RunEvaluation evaluation, IReadOnlyList<string> warnings)
    {
        var (validity, verdicts) = (evaluation.Validity, evaluation.Verdicts);
        var conditions = ChangeRule.Of(record, validity, verdicts);
        var isApproved = record.Plan.Change is { ApprovalCoversSlos: true, Approval: not null } && conditions.All(condition => !condition.Blocks);
        var exitCode = record.Outcome == RunOutcome.Interrupted ? ExitCode.Interrupted
            : validity.Status == ValidityStatus.Invalid ? ExitCode.InvalidRun
            : conditions.Count == 0 ? ChangeRule.Slos(verdicts).ExitCode
            : s_worstFirst.FirstOrDefault(code => conditions.Any(condition => condition.ExitCode == code), ExitCode.Ok);
        var slosPass = ChangeRule.Slos(verdicts).State == ConditionState.Holds;
        var decision = exitCode != ExitCode.Ok ? Decision.NoGo : isApproved && !slosPass ? Decision.GoWithApproval : Decision.Go;
        return evaluation with { Decision = decision, ExitCode = exitCode, Conditions = conditions, Reasons = [.. Reasons(record, evaluation, decision, conditions, warnings)] };
    }

    /// <summary>Decides a stored run anew after its plan or its evidence has changed. No verdict is given again: the catalogue may have changed since.</summary>
    public static RunEvaluation DecideAgain(RunRecord record, RunEvaluation evaluation) =>
        Decide(record, evaluation, [.. evaluation.Reasons.Where(reason => reason.StartsWith(Warning, StringComparison.Ordinal))]);

    /// <summary>Indicators inside their SLA and outside their SLO, in words.</summary>
    public static IReadOnlyList<string> Warnings(IReadOnlyList<SloVerdict> verdicts, SloCatalogue catalogue) =>
    [
        .. IndicatorStatus.Summarise(verdicts, catalogue).Where(indicator => indicator.Status == Verdict.Warn)
            .Select(indicator => $"{Warning}{indicator.Title}: inside the SLA ({indicator.SlaId}), outside the SLO ({indicator.SloId})."),
    ];

    private static IEnumerable<string> Reasons(
        RunRecord record, RunEvaluation evaluation, Decision decision, IReadOnlyList<DecisionCondition> conditions, IReadOnlyList<string> warnings)
    {
        var required = evaluation.Verdicts.Where(verdict => verdict.Required).ToList();
        if (record.Outcome == RunOutcome.Interrupted)
        {
            yield return "The run was interrupted.";
        }

        if (evaluation.Validity.Status == ValidityStatus.Invalid)
        {
            var checks = evaluation.Validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid).Select(finding => finding.Check).Distinct();
            yield return $"The run is invalid and passes nothing: {string.Join(", ", checks)}.";
        }

        foreach (var reason in Tell(required, Verdict.Fail, "failed").Concat(Tell(required, Verdict.Inconclusive, "could not be decided")).Concat(Tell(required, Verdict.NotMeasured, "was not measured")))
        {
            yield return reason;
        }

        if (required.Count == 0)
        {
            yield return "No required SLO was judged: nothing speaks for a launch.";
        }

        foreach (var warning in warnings)
        {
            yield return warning;
        }

        if (decision == Decision.Go && required.Count > 0 && required.TrueForAll(verdict => verdict.Verdict == Verdict.Pass))
        {
            yield return $"The run is valid, and all {required.Count} required SLOs passed.";
        }

        foreach (var condition in conditions.Where(condition => IsNews(condition, decision, record)))
        {
            yield return condition.ToString();
        }

        foreach (var verdict in evaluation.Verdicts.Where(verdict => verdict is { Required: false, Verdict: Verdict.Fail }))
        {
            yield return $"{verdict.Id} failed; it is not required, so it decides nothing: {verdict.Reason}";
        }
    }

    /// <summary>What the sentences on validity and SLOs do not say already. What is not known and does not stand in the way stands among the conditions only.</summary>
    private static bool IsNews(DecisionCondition condition, Decision decision, RunRecord record) =>
        condition.ExitCode is not (ExitCode.Interrupted or ExitCode.InvalidRun)
        && condition.Condition != DecisionEntry.RequiredSlosPass
        && (condition.Blocks || (decision == Decision.GoWithApproval && condition.State == ConditionState.Holds) || condition.Condition == DecisionEntry.NoRegression)
        && !(condition is { Condition: DecisionEntry.ApprovalGiven, State: ConditionState.Holds } && record.Plan.Change?.Approval is null);

    private static IEnumerable<string> Tell(List<SloVerdict> required, Verdict wanted, string word) =>
        required.Where(verdict => verdict.Verdict == wanted).Select(verdict => $"{verdict.Id} {word}: {verdict.Reason}");
}
