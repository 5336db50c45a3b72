namespace LoadLab.Core.Store;

/// <summary>Which runs of a store are wanted. What is null is not asked for.</summary>
/// <param name="Suite">Of this suite.</param>
/// <param name="Labels">With all of these labels; an empty value stands for any.</param>
/// <param name="Since">Begun at this time or later.</param>
/// <param name="Until">Begun before this time.</param>
public sealed record RunFilter(
    string? Suite = null, IReadOnlyDictionary<string, string>? Labels = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    /// <summary>The label that names the commit of what was tested.</summary>
    public const string CommitLabel = "commit";

    /// <summary>True when a run is wanted. A commit may be given by its beginning, as in git.</summary>
    public bool Fits(RunSummary run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return (Suite is null || run.Suite == Suite)
            && (Since is null || run.StartedAt >= Since)
            && (Until is null || run.StartedAt < Until)
            && (Labels ?? new Dictionary<string, string>()).All(wanted => run.Labels.TryGetValue(wanted.Key, out var value)
                && (wanted.Value.Length == 0 || value == wanted.Value
                    || (wanted.Key == CommitLabel && value.StartsWith(wanted.Value, StringComparison.OrdinalIgnoreCase))));
    }
}
