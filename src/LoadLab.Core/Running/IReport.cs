using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Running;

/// <summary>Writes one format of a judged run. A pure reader: it decides nothing.</summary>
public interface IReport
{
    /// <summary>Writes into <paramref name="directory"/> and says which files.</summary>
    /// <param name="record">What was measured.</param>
    /// <param name="evaluation">What was judged.</param>
    /// <param name="directory">The run's directory; it exists.</param>
    /// <param name="cancellationToken">Stops early.</param>
    Task<IReadOnlyList<string>> WriteAsync(RunRecord record, RunEvaluation evaluation, string directory, CancellationToken cancellationToken);
}
