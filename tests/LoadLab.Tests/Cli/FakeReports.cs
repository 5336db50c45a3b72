using LoadLab.Cli.Parts;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Cli;

/// <summary>Writes no report, and prints that verdicts were asked for.</summary>
internal sealed class FakeReports(TextWriter output) : IRunReports
{
    /// <summary>What goes wrong when they are written; null for nothing.</summary>
    public Exception? Fault { get; set; }

    public Task<IReadOnlyList<string>> WriteAsync(RunRecord record, RunEvaluation evaluation, string directory, CancellationToken cancellationToken) =>
        Fault is null ? Task.FromResult<IReadOnlyList<string>>([Path.Combine(directory, "report.html")]) : throw Fault;

    public void Show(RunRecord record, RunEvaluation evaluation, string report, bool isPart) =>
        output.Write($"{(isPart ? "part: " : "")}verdicts of {record.Plan.Suite}, {report}\n");
}
