using System.Text;
using LoadLab.Core;
using LoadLab.Core.Files;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Parts;

/// <summary>Writes reports and documents of a run that is over.</summary>
internal sealed class RunOutput(CliConsole console, IRunReports reports)
{
    /// <summary>
    /// Writes the reports and says the path of the one to read first. A report that cannot be written is told and changes no verdict: the run stands in
    /// <c>run.json</c>, and <c>loadlab report</c> can write it again. But the process then does not end with 0.
    /// </summary>
    public async Task<string> WriteReportsAsync(JudgedRun run, string directory)
    {
        try
        {
            var files = await reports.WriteAsync(run, directory, CancellationToken.None).ConfigureAwait(false);
            return files.Count > 0 ? files[0] : directory;
        }
        catch (Exception fault)
        {
            var isEnvironment = DiskFault.Is(fault) || fault is LoadLabException;
            console.NotWritten(isEnvironment ? ExitCode.BadConfiguration : ExitCode.InternalFault);
            await console.Error.WriteLineAsync($"error: the report of run '{run.Record.RunId}' could not be written: {fault.Message}").ConfigureAwait(false);
            await console.Error.WriteLineAsync($"  The run itself is kept. Try again with: loadlab report {run.Record.RunId}").ConfigureAwait(false);
            return directory;
        }
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
