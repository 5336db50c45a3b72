namespace LoadLab.Core.Capacity.Search;

/// <summary>A step, and what the search learns from it.</summary>
/// <param name="Step">What was seen.</param>
/// <param name="Strength">See <see cref="StepEvidence"/>.</param>
/// <param name="Error">See <see cref="StepEvidence.Error"/>.</param>
/// <param name="NotMeasured">Ids of rows that could not be measured.</param>
/// <param name="Worst">What the row nearest to its limit, or furthest past it, showed.</param>
public sealed record JudgedStep(CapacityStep Step, double? Strength, double? Error, IReadOnlyList<string> NotMeasured, string Worst)
{
    /// <summary>See <see cref="StepEvidence.MemorySeconds"/>.</summary>
    public double? MemorySeconds { get; init; }

    /// <summary>Whether it was ended because it was clearly over: then its length says nothing.</summary>
    public bool WasEnded { get; init; }

    /// <summary>Whether the generator was late in it, and it was decided all the same: see <see cref="LateGenerator"/>.</summary>
    public bool WasLate { get; init; }

    /// <summary>For the search.</summary>
    public StepEvidence Evidence => new(Step.Load, Step.Outcome, Strength) { Error = Error, MemorySeconds = WasEnded ? null : MemorySeconds, Seconds = WasEnded ? null : Step.MeasuredSeconds };
}
