using System.Text;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Parts;

/// <summary>Writes reports and documents of a run that is over.</summary>
internal sealed class RunOutput(CliConsole console, IRunReports reports)
{
    /// <summary>
    /// Writes the reports and says the path of the one to read first. A report that cannot be written is reported and changes no verdict:
    /// the run stands in <c>run.json</c>, and <c>loadlab report</c> can write it again.
    /// </summary>
    public async Task<string> WriteReportsAsync(JudgedRun run, string directory)
    {
        try
        {
            return await WriteAsync(run, directory).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            await console.Error.WriteLineAsync($"warning: the report of run '{run.Record.RunId}' could not be written: {fault.Message}").ConfigureAwait(false);
            await console.Error.WriteLineAsync($"  The run itself is kept. Try again with: loadlab report {run.Record.RunId}").ConfigureAwait(false);
            return directory;
        }
    }

    /// <summary>The same; what goes wrong is thrown.</summary>
    public async Task<string> WriteAsync(JudgedRun run, string directory)
    {
        var files = await reports.WriteAsync(run, directory, CancellationToken.None).ConfigureAwait(false);
        return files.Count > 0 ? files[0] : directory;
    }

    /// <summary>Prints the run: its document with <c>--json</c>, else its verdicts.</summary>
    public async Task PrintAsync(RunRecord record, RunEvaluation evaluation, string report, bool isJson)
    {
        if (isJson)
        {
            await PrintDocumentAsync(record, evaluation).ConfigureAwait(false);
        }
        else
        {
            reports.Show(record, evaluation, report, isPart: false);
        }
    }

    /// <summary>Prints the verdicts where the SLOs are a part of the decision, which comes last.</summary>
    public void ShowPart(RunRecord record, RunEvaluation evaluation, string report) => reports.Show(record, evaluation, report, isPart: true);

    /// <summary>Prints the run document.</summary>
    public async Task PrintDocumentAsync(RunRecord record, RunEvaluation evaluation)
    {
        await console.Out.WriteLineAsync(Encoding.UTF8.GetString(RunDocumentWriter.ToJson(record, evaluation))).ConfigureAwait(false);
        await console.Out.FlushAsync().ConfigureAwait(false);
    }
}
