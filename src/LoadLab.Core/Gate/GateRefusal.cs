namespace LoadLab.Core.Gate;

/// <summary>A gate that came to no decision: what a pipeline must be told in place of a result.</summary>
/// <param name="Suite">The suite, in the words of the command line.</param>
/// <param name="Baseline">What it was to be held against, in the same words.</param>
/// <param name="ExitCode">What the process ends with.</param>
/// <param name="Faults">Each reason on its own.</param>
/// <param name="Hint">What to do about it; null when nothing can be said.</param>
/// <param name="At">When it was refused.</param>
public sealed record GateRefusal(string Suite, string Baseline, ExitCode ExitCode, IReadOnlyList<string> Faults, string? Hint, DateTimeOffset At)
{
    /// <summary><c>NO DECISION (exit code 104): …</c></summary>
    public string Line => $"NO DECISION (exit code {(int)ExitCode}): {Faults[0]}{(Faults.Count > 1 ? $" And {Faults.Count - 1} more." : "")}";
}
