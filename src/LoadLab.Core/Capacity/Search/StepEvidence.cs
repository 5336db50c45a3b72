namespace LoadLab.Core.Capacity.Search;

/// <summary>What the search learns from one step.</summary>
/// <param name="Load">The load that was held.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Strength">
/// How sure it is: by how many standard errors the worst row lies past its limit; below 0 inside it. Null when no row has an error: a verdict then counts as
/// such, and an undecided step says nothing.
/// </param>
public readonly record struct StepEvidence(double Load, StepOutcome Outcome, double? Strength)
{
    /// <summary>The standard error that <see cref="Strength"/> counts in, in logarithms of a time; null for another row. With it, steps can be counted in a common one.</summary>
    public double? Error { get; init; }

    /// <summary>How long it was measured, in seconds; null when that does not count.</summary>
    public double? Seconds { get; init; }

    /// <summary>How long its response times remember; see <see cref="StepLength"/>. Null when it is not known.</summary>
    public double? MemorySeconds { get; init; }
}
