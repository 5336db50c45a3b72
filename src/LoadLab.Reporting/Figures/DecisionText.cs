using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Figures;

/// <summary>The rule that a run was decided by, in words.</summary>
public static class DecisionText
{
    /// <summary><c>Decided as Feature Release (feature-release, 10.2/2): all of this must hold.</c></summary>
    public static string Title(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Plan.Change is { } change
            ? $"Decided as {change.Title} ({string.Join(", ", new[] { change.Id, change.Source }.Where(part => part.Length > 0))}): all of this must hold."
            : "";
    }

    /// <summary>The title and each condition; empty when the run was decided by validity and required SLOs alone.</summary>
    public static IReadOnlyList<string> Lines(RunRecord record, RunEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.Conditions.Count == 0 ? [] : [Title(record), .. evaluation.Conditions.Select(condition => condition.ToString())];
    }
}
