using LoadLab.Core.Runs;

namespace LoadLab.Reporting.Charts;

/// <summary>The runs of both sides of a comparison.</summary>
/// <param name="Before">Runs of the first side, not empty.</param>
/// <param name="After">Runs of the second side, not empty.</param>
public sealed record ComparedRuns(IReadOnlyList<RunRecord> Before, IReadOnlyList<RunRecord> After);
