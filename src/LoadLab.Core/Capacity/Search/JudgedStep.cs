namespace LoadLab.Core.Capacity.Search;

/// <summary>A step, and what the search learns from it.</summary>
/// <param name="Step">What was seen.</param>
/// <param name="Strength">See <see cref="StepEvidence"/>.</param>
/// <param name="Error">See <see cref="StepEvidence.Error"/>.</param>
/// <param name="NotMeasured">Ids of rows that could not be measured.</param>
/// <param name="Worst">What the row nearest to its limit, or furthest past it, showed.</param>
public sealed record JudgedStep(CapacityStep Step, double? Strength, double? Error, IReadOnlyList<string> NotMeasured, string Worst)
{
    /// <summary>For the search.</summary>
    public StepEvidence Evidence => new(Step.Load, Step.Outcome, Strength) { Error = Error };
}
