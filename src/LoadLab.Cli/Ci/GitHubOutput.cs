using System.Text;
using LoadLab.Core.Gate;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Cli.Ci;

/// <summary>What GitHub's runner shows of a gate: annotations, and the job's summary. Nothing is written where its variables are not set.</summary>
internal static class GitHubOutput
{
    /// <summary>GitHub refuses the summary of a step that is larger, and shows nothing of it.</summary>
    internal const int MostSummaryBytes = 1024 * 1024;

    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";

    /// <summary>Writes both. The runner reads commands from stderr as well, and stdout belongs to <c>--json</c>.</summary>
    /// <returns>False when the summary was asked for and could not be written; it was told.</returns>
    public static bool Write(GateResult gate, CliParts parts)
    {
        if (parts.Variable("GITHUB_ACTIONS") == "true")
        {
            if (parts.Reports.Annotations.Text(gate) is { Length: > 0 } lines)
            {
                parts.Error.WriteLine(lines);
            }
        }

        if (parts.Variable(SummaryVariable) is not { Length: > 0 } path)
        {
            return true;
        }

        try
        {
            var there = File.Exists(path) ? new FileInfo(path).Length : 0;
            File.AppendAllText(path, MarkdownCut.Shorten(parts.Reports.JobSummary.Text(gate), (int)Math.Max(0, MostSummaryBytes - 1 - there)), new UTF8Encoding(false));
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            parts.Error.WriteLine($"error: the summary could not be written to {SummaryVariable} '{path}': {fault.Message}");
            return false;
        }
    }
}
