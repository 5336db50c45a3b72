using LoadLab.Cli;
using LoadLab.Cli.Parts;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Cli;

/// <summary>Writes the reports that it is given, and prints that verdicts were asked for.</summary>
internal sealed class FakeReports(TextWriter output) : IRunReports
{
    /// <summary>What is written; without any the path of a report that is not there.</summary>
    public IReadOnlyList<IReport<JudgedRun>> Formats { get; set; } = [];

    /// <summary>What goes wrong when they are written; null for nothing.</summary>
    public Exception? Fault { get; set; }

    public async Task<IReadOnlyList<string>> WriteAsync(JudgedRun run, string directory, CancellationToken cancellationToken)
    {
        var files = Fault is null ? await new RunReports(Formats).WriteAsync(run, directory, cancellationToken) : throw Fault;
        return files.Count > 0 ? files : [Path.Combine(directory, "report.html")];
    }

    public void Show(RunRecord record, RunEvaluation evaluation, string report, bool isPart) =>
        output.Write($"{(isPart ? "part: " : "")}verdicts of {record.Plan.Suite}, {report}\n");
}
