using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using Spectre.Console;

namespace LoadLab.Cli;

/// <summary>Writes each format of the report, and the verdicts on the process's own console.</summary>
internal sealed class RunReports(IReadOnlyList<IReport<JudgedRun>> formats) : IRunReports
{
    public async Task<IReadOnlyList<string>> WriteAsync(JudgedRun run, string directory, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var report in formats)
        {
            files.AddRange(await report.WriteAsync(run, Path.Combine(directory, report.FileName), cancellationToken).ConfigureAwait(false));
        }

        return files;
    }

    public void Show(RunRecord record, RunEvaluation evaluation, string report, bool isPart) => VerdictView.Write(AnsiConsole.Console, record, evaluation, report, isPart);
}
