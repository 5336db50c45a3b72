using LoadLab.Core.Capacity;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Comparison;

/// <summary>A run that takes part in a comparison or a trend.</summary>
/// <param name="Record">What it measured.</param>
/// <param name="Validity">Whether it counts.</param>
public sealed record ComparedRun(RunRecord Record, ValidityStatus Validity)
{
    /// <summary>What its capacity search found; empty when it is none.</summary>
    public IReadOnlyList<CapacityAnswer> Capacity { get; init => field = value ?? []; } = [];

    /// <summary>Whether it is a capacity search.</summary>
    public bool IsSearch => Record.Plan.Capacity is not null;
}
