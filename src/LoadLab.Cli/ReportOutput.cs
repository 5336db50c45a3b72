using System.Text;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli;

/// <summary>Writes reports and documents of a run that is over.</summary>
internal static class ReportOutput
{
    /// <summary>
    /// Writes the reports and says the path of the one to read first. A report that cannot be written is told and changes no verdict:
    /// the run stands in <c>run.json</c>, and <c>loadlab report</c> can write it again.
    /// </summary>
    public static async Task<string> WriteAsync(JudgedRun run, string directory, CliParts parts)
    {
        try
        {
            return await WriteOrThrowAsync(run, directory, parts).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            await parts.Error.WriteLineAsync($"warning: the report of run '{run.Record.RunId}' could not be written: {fault.Message}").ConfigureAwait(false);
            await parts.Error.WriteLineAsync($"  The run itself is kept. Try again with: loadlab report {run.Record.RunId}").ConfigureAwait(false);
            return directory;
        }
    }

    /// <summary>The same; a report that cannot be written is a fault.</summary>
    public static async Task<string> WriteOrThrowAsync(JudgedRun run, string directory, CliParts parts)
    {
        var files = new List<string>();
        foreach (var report in parts.Reports.Run)
        {
            files.AddRange(await report.WriteAsync(run, Path.Combine(directory, report.FileName), CancellationToken.None).ConfigureAwait(false));
        }

        return files.Count > 0 ? files[0] : directory;
    }

    /// <summary>Prints the run document.</summary>
    public static async Task WriteDocumentAsync(RunRecord record, RunEvaluation? evaluation, CliParts parts)
    {
        await parts.Out.WriteLineAsync(Encoding.UTF8.GetString(RunDocumentWriter.ToJson(record, evaluation))).ConfigureAwait(false);
        await parts.Out.FlushAsync().ConfigureAwait(false);
    }
}
