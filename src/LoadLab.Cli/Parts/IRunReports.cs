using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Parts;

/// <summary>The reports of a run.</summary>
internal interface IRunReports
{
    /// <summary>Writes them into the run's folder.</summary>
    /// <returns>The files, the one to read first in front.</returns>
    Task<IReadOnlyList<string>> WriteAsync(JudgedRun run, string directory, CancellationToken cancellationToken);

    /// <summary>Prints the verdicts.</summary>
    /// <param name="record">What was measured.</param>
    /// <param name="evaluation">What was judged.</param>
    /// <param name="report">The report to open.</param>
    /// <param name="isPart">True when a decision on more than the SLOs follows.</param>
    void Show(RunRecord record, RunEvaluation evaluation, string report, bool isPart);
}
