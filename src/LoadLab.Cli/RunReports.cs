using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Html;
using LoadLab.Reporting.Markdown;
using Spectre.Console;

namespace LoadLab.Cli;

/// <summary>Which reports there are, and the verdicts on the process's own console.</summary>
internal sealed class RunReports : IRunReports
{
    public async Task<IReadOnlyList<string>> WriteAsync(RunRecord record, RunEvaluation evaluation, string directory, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var report in new IReport[] { new HtmlReport(), new MarkdownReport() })
        {
            files.AddRange(await report.WriteAsync(record, evaluation, directory, cancellationToken).ConfigureAwait(false));
        }

        return files;
    }

    public void Show(RunRecord record, RunEvaluation evaluation, string report, bool isPart) => VerdictView.Write(AnsiConsole.Console, record, evaluation, report, isPart);
}
