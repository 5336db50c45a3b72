using System.Text;
using LoadLab.Core.Gate;
using LoadLab.Core.Running;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Cli.Ci;

/// <summary>What GitHub's runner shows of a gate: annotations, and the job's summary. Nothing is written where its variables are not set.</summary>
/// <param name="error">Where the annotations go, and what could not be written is reported.</param>
/// <param name="environment">Reads a variable of the environment.</param>
/// <param name="annotations">What the runner is told.</param>
/// <param name="summary">What is appended to the job's summary.</param>
internal sealed class GitHubOutput(TextWriter error, Func<string, string?> environment, ITextReport<GateResult> annotations, ITextReport<GateResult> summary)
{
    /// <summary>GitHub refuses the summary of a step that is larger, and shows nothing of it.</summary>
    internal const int MostSummaryBytes = 1024 * 1024;

    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";

    /// <summary>Writes both. The runner reads commands from stderr as well, and stdout belongs to <c>--json</c>.</summary>
    /// <returns>False when the summary was asked for and could not be written; that was reported.</returns>
    public bool Write(GateResult gate) => Write(() => annotations.Text(gate), () => summary.Text(gate));

    /// <summary>The same for a gate that came to no decision.</summary>
    public bool Write(GateRefusal refusal) => Write(() => (annotations as IRefusalReport)?.Text(refusal) ?? "", () => (summary as IRefusalReport)?.Text(refusal) ?? "");

    private bool Write(Func<string> lines, Func<string> page)
    {
        if (environment("GITHUB_ACTIONS") == "true" && lines() is { Length: > 0 } commands)
        {
            error.WriteLine(commands);
        }

        if (environment(SummaryVariable) is not { Length: > 0 } path)
        {
            return true;
        }

        try
        {
            var there = File.Exists(path) ? new FileInfo(path).Length : 0;
            File.AppendAllText(path, MarkdownCut.Shorten(page(), (int)Math.Max(0, MostSummaryBytes - 1 - there)), new UTF8Encoding(false));
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"error: the summary could not be written to {SummaryVariable} '{path}': {fault.Message}");
            return false;
        }
    }
}
