using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>A run as read from the store.</summary>
/// <param name="Record">What was measured.</param>
/// <param name="Evaluation">What was judged when it was made; null when LoadLab did not come so far.</param>
/// <param name="Directory">Where it lies.</param>
public sealed record StoredRun(RunRecord Record, RunEvaluation? Evaluation, string Directory)
{
    /// <summary>True when its files were proven to be those that LoadLab wrote; false for a run of an older version, which has no seal; null for one that never ended.</summary>
    public bool? IsSealed { get; init; }

    /// <summary>The histogram log that was proven; null when none was.</summary>
    internal FileSum? Histograms { get; init; }

    /// <summary>The run with another judgement. What a comparison with a baseline said of it stays, and the decision goes by it too.</summary>
    public StoredRun JudgedAgain(RunEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return this with { Evaluation = Evaluation?.Regression is { } seen ? DecisionRule.Decide(Record, evaluation with { Regression = seen }) : evaluation };
    }
}

/// <summary>A line of the list of runs.</summary>
/// <param name="RunId">Its name.</param>
/// <param name="Suite">Its suite; empty when it cannot be read.</param>
/// <param name="StartedAt">When its load began; of a run that cannot be read when it was made, or null where its name does not say.</param>
/// <param name="Outcome">How it ended, in the document's words: <c>completed</c>, <c>incomplete</c> …; <see cref="Unreadable"/> or <see cref="Edited"/>.</param>
/// <param name="Decision"><c>GO</c>, <c>NO-GO</c>; null when it was not judged.</param>
/// <param name="Validity"><c>VALID</c>, <c>INVALID</c>; null when it was not judged.</param>
public sealed record RunSummary(string RunId, string Suite, DateTimeOffset? StartedAt, string Outcome, string? Decision, string? Validity)
{
    /// <summary>Its document is none, or of a later version.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Its files are not those that LoadLab wrote.</summary>
    public const string Edited = "edited";

    /// <summary>False when nothing that it says counts.</summary>
    public bool IsReadable => Outcome is not (Unreadable or Edited);

    /// <summary>False for a run of an older version, whose files nothing proves, and for one that has not ended.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Labels that it was given.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
