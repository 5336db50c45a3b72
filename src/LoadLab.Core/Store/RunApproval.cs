using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>Records afterwards that somebody approved a run whose SLOs are violated.</summary>
public static class RunApproval
{
    /// <summary>Decides a run anew with an approval and keeps both. No verdict changes.</summary>
    /// <param name="store">Where it lies.</param>
    /// <param name="runId">Its full name.</param>
    /// <param name="approval">Who, why, when.</param>
    /// <exception cref="LoadLabException">It cannot be approved, or the disk refuses (104); with every reason. Nothing was changed then.</exception>
    public static StoredRun Approve(RunStore store, string runId, Approval approval)
    {
        ArgumentNullException.ThrowIfNull(store);
        var run = store.Read(runId);
        var faults = Faults(run).ToList();
        if (faults.Count > 0)
        {
            throw Refused(runId, faults);
        }

        var record = run.Record with { Plan = run.Record.Plan with { Change = run.Record.Plan.Change! with { Approval = approval } } };
        var evaluation = DecisionRule.Decide(record, run.Evaluation!);
        if (evaluation.Decision == Decision.NoGo)
        {
            throw Refused(runId, [.. evaluation.Conditions.Where(condition => condition.Blocks).Select(condition => condition.ToString())]);
        }

        var approved = run with { Record = record, Evaluation = evaluation };
        store.Save(approved);
        return approved;
    }

    private static IEnumerable<string> Faults(StoredRun run)
    {
        var (record, evaluation) = (run.Record, run.Evaluation);
        if (evaluation is null)
        {
            return [$"It was never judged. Complete it with: loadlab report {record.RunId}"];
        }

        var silent = record.Outcome is RunOutcome.Interrupted or RunOutcome.Incomplete ? $"It is {record.Outcome.ToString().ToLowerInvariant()}, so it says nothing that could be approved."
            : evaluation.Validity.Status == ValidityStatus.Invalid ? "It is INVALID, so it says nothing that could be approved. Make it again."
            : null;
        var change = record.Plan.Change;
        var refused = change is null ? "It was made for no decision that takes an approval. Make it with: loadlab run SUITE --change ID"
            : !change.AcceptsApproval ? ChangePlanner.Refusal(change) + " Make it for one that does: loadlab run SUITE --change ID"
            : change.Approval is { } before ? $"It is {before}"
            : evaluation.Decision == Decision.Go ? "It is GO as it is and needs no approval."
            : null;
        return new[] { silent, refused }.OfType<string>();
    }

    private static LoadLabException Refused(string runId, IReadOnlyList<string> faults) =>
        new(ExitCode.BadConfiguration, [.. faults.Select(fault => $"Run '{runId}' cannot be approved. {fault}")], "Nothing was changed.");
}
