using LoadLab.Core.Comparison;

namespace LoadLab.Cli.Making;

/// <summary>What a series of runs brought.</summary>
/// <param name="A">Valid, complete runs of one side, in the order they were made.</param>
/// <param name="B">The same of the other.</param>
/// <param name="LeftOut">Runs that were made and cannot be used; they are kept in the store.</param>
/// <param name="IsInterrupted">True when it ended before all were made.</param>
internal sealed record SeriesResult(IReadOnlyList<ComparedRun> A, IReadOnlyList<ComparedRun> B, int LeftOut, bool IsInterrupted)
{
    /// <summary>All that can be used, in the order they were made.</summary>
    public IReadOnlyList<ComparedRun> All => [.. A.Concat(B).OrderBy(run => run.Record.StartedAt)];
}
