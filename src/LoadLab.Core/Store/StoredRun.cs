using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>A run as read from the store.</summary>
/// <param name="Record">What was measured.</param>
/// <param name="Evaluation">What was judged when it was made; null when LoadLab did not come so far.</param>
/// <param name="Directory">Where it lies.</param>
public sealed record StoredRun(RunRecord Record, RunEvaluation? Evaluation, string Directory);

/// <summary>A line of the list of runs.</summary>
/// <param name="RunId">Its name.</param>
/// <param name="Suite">Its suite; empty when it cannot be read.</param>
/// <param name="StartedAt">When its load began; null when it cannot be read.</param>
/// <param name="Outcome">How it ended, in the document's words: <c>completed</c>, <c>incomplete</c>, <c>unreadable</c> …</param>
/// <param name="Decision"><c>GO</c>, <c>NO-GO</c>; null when it was not judged.</param>
/// <param name="Validity"><c>VALID</c>, <c>INVALID</c>; null when it was not judged.</param>
public sealed record RunSummary(string RunId, string Suite, DateTimeOffset? StartedAt, string Outcome, string? Decision, string? Validity)
{
    /// <summary>Labels that it was given.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
