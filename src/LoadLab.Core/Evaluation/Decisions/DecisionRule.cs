using System.Globalization;
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
    private static readonly ExitCode[] s_worstFirst = [ExitCode.Interrupted, ExitCode.InvalidRun, ExitCode.SloFailed, ExitCode.Regression, ExitCode.Inconclusive];

    /// <summary>
    /// Decides on verdicts that were given; also anew, after the plan or the evidence of a stored run has changed. No verdict is given again: the
    /// catalogue may have changed since.
    /// </summary>
    /// <param name="record">The run.</param>
    /// <param name="evaluation">Its validity, verdicts, warnings and evidence; its decision is made here.</param>
    public static RunEvaluation Decide(RunRecord record, RunEvaluation evaluation)
    {
        var (validity, verdicts) = (evaluation.Validity, evaluation.Verdicts);
        var conditions = ChangeRule.Of(record, evaluation);
        var isApproved = record.Plan.Change is { ApprovalCoversSlos: true, Approval: not null } && conditions.All(condition => !condition.Blocks);
        var exitCode = record.Outcome == RunOutcome.Interrupted ? ExitCode.Interrupted
            : validity.Status == ValidityStatus.Invalid ? ExitCode.InvalidRun
            : conditions.Count == 0 ? ChangeRule.Slos(verdicts).ExitCode
            : s_worstFirst.FirstOrDefault(code => conditions.Any(condition => condition.ExitCode == code), ExitCode.Ok);
        var slosPass = ChangeRule.Slos(verdicts).State == ConditionState.Holds;
        var decision = exitCode != ExitCode.Ok ? Decision.NoGo : isApproved && !slosPass ? Decision.GoWithApproval : Decision.Go;
        return evaluation with { Decision = decision, ExitCode = exitCode, Conditions = conditions, Reasons = [.. Reasons(record, evaluation, decision, conditions)] };
    }

    /// <summary>
    /// A run that no SLO was asked for: 0 when it is valid, 97 when not, 96 when no request succeeded or every iteration of a script threw, 105 when it was interrupted.
    /// </summary>
    public static RunEvaluation WithoutSlos(RunRecord record, RunEvaluation evaluation)
    {
        var (ok, failed) = (record.Phases.Sum(phase => phase.Measured.Ok), record.Phases.Sum(phase => phase.Measured.Failed));
        if (record.Plan.Script is not null && ok == 0 && failed > 0 && record.Outcome != RunOutcome.Interrupted && evaluation.Validity.Status != ValidityStatus.Invalid && record.Driver is null)
        {
            return OfFailedScript(record, evaluation, failed);
        }

        var (exitCode, reason) = record.Outcome == RunOutcome.Interrupted ? (ExitCode.Interrupted, "The run was interrupted.")
            : evaluation.Validity.Status == ValidityStatus.Invalid ? (ExitCode.InvalidRun, $"The run is invalid and its figures are not the target's: {string.Join(", ", evaluation.Validity.InvalidChecks)}.")
            : record.Driver is { HasDistribution: false } driver ? (ExitCode.Inconclusive, $"A {driver.Name} summary has no single requests, so nothing was judged.")
            : ok + failed == 0 ? (ExitCode.Inconclusive, $"No {(record.Plan.Script is null ? "request" : "iteration")} ended in the measured time, so nothing was measured.")
            : ok == 0 ? (ExitCode.Inconclusive, "No request succeeded, so no time of a success was measured.")
            : (ExitCode.Ok, "The run is valid. No SLO was asked for, so nothing passed or failed.");
        return evaluation with { Decision = Decision.NotJudged, ExitCode = exitCode, Reasons = [reason] };
    }

    /// <summary>
    /// A script whose iterations all failed. Where requests succeeded, their times were measured, and checks that did not hold decide nothing without a
    /// threshold, as in k6: 0. Where every iteration threw, or no request succeeded, nothing is known of what the script means to measure: 96.
    /// </summary>
    private static RunEvaluation OfFailedScript(RunRecord record, RunEvaluation evaluation, long failed)
    {
        var kinds = record.Phases.SelectMany(phase => phase.Failures).Where(failure => failure.Step == SeriesKey.WholeIteration)
            .GroupBy(failure => failure.Class, StringComparer.Ordinal).Select(kind => (Class: kind.Key, Count: kind.Sum(failure => failure.Measured), kind.First().Message)).OrderByDescending(kind => kind.Count).ToList();
        var most = kinds.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {kinds[0].Count} of them by '{kinds[0].Class}': {kinds[0].Message}");
        var threw = kinds.Where(kind => kind.Class == ResultClasses.Exception).Sum(kind => kind.Count) == failed;
        var hasSuccess = record.Seconds.SelectMany(second => second.Slices).Any(slice => slice.Key.Step != SeriesKey.WholeIteration && slice.Key.Class == ResultClasses.Ok);
        return evaluation with
        {
            Decision = Decision.NotJudged,
            ExitCode = hasSuccess && !threw ? ExitCode.Ok : ExitCode.Inconclusive,
            Reasons =
            [
                .. hasSuccess && !threw ? ["The run is valid. No SLO was asked for, so nothing passed or failed."] : (IEnumerable<string>)[],
                string.Create(CultureInfo.InvariantCulture, $"{(hasSuccess ? "No iteration succeeded" : "No request and no iteration succeeded")}: {failed} ended and failed{most}"),
            ],
        };
    }

    /// <summary>
    /// The decision of a gate: the run's own, and that nothing has become worse than the baseline. What makes figures worthless comes before what they
    /// say, a broken promise (SLO) before a change, and what is not known before a pass: 105, 97, 99, 98, 96, 0. It is GO with approval only where
    /// something stands in the way without it.
    /// </summary>
    /// <param name="record">The run.</param>
    /// <param name="evaluation">Its own decision.</param>
    /// <param name="evidence">What the comparison says.</param>
    public static (Decision Decision, ExitCode ExitCode) OfGate(RunRecord record, RunEvaluation evaluation, RegressionEvidence evidence)
    {
        var isApproved = record.Plan.Change is { ApprovalCoversSlos: true, Approval: not null };
        var exitCode = record.Outcome == RunOutcome.Interrupted ? ExitCode.Interrupted : evaluation.ExitCode switch
        {
            ExitCode.Ok when isApproved => ExitCode.Ok,
            ExitCode.Ok or ExitCode.Inconclusive when evidence.State == ConditionState.DoesNotHold => ExitCode.Regression,
            ExitCode.Ok when evidence.State == ConditionState.NotKnown => ExitCode.Inconclusive,
            var judged => judged,
        };
        var decision = exitCode != ExitCode.Ok ? Decision.NoGo
            : isApproved && (evaluation.Decision == Decision.GoWithApproval || evidence.State != ConditionState.Holds) ? Decision.GoWithApproval
            : Decision.Go;
        return (decision, exitCode);
    }

    /// <summary>Indicators inside their SLA and outside their SLO, in words.</summary>
    public static IReadOnlyList<string> Warnings(IReadOnlyList<SloVerdict> verdicts, SloCatalogue catalogue) =>
    [
        .. IndicatorStatus.Summarise(verdicts, catalogue).Where(indicator => indicator.Status == Verdict.Warn)
            .Select(indicator => $"WARN {indicator.Title}: inside the SLA ({indicator.SlaId}), outside the SLO ({indicator.SloId})."),
    ];

    private static IEnumerable<string> Reasons(
        RunRecord record, RunEvaluation evaluation, Decision decision, IReadOnlyList<DecisionCondition> conditions)
    {
        var required = evaluation.Verdicts.Where(verdict => verdict.Required).ToList();
        if (record.Outcome == RunOutcome.Interrupted)
        {
            yield return "The run was interrupted.";
        }

        if (evaluation.Validity.Status == ValidityStatus.Invalid)
        {
            yield return $"The run is invalid and passes nothing: {string.Join(", ", evaluation.Validity.InvalidChecks)}.";
        }

        foreach (var reason in Tell(required, Verdict.Fail, "failed").Concat(Tell(required, Verdict.Inconclusive, "could not be decided")).Concat(Tell(required, Verdict.NotMeasured, "was not measured")))
        {
            yield return reason;
        }

        if (required.Count == 0)
        {
            yield return "No required SLO was judged: nothing speaks for a launch.";
        }

        foreach (var warning in evaluation.Warnings)
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
