using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.K6.Loads;
using LoadLab.K6.Scripts;

namespace LoadLab.K6.Summaries;

/// <summary>Writes what a script says of its end: the outputs of <c>handleSummary</c>, and the file of <c>--summary-export</c>.</summary>
/// <param name="targets">Where they go.</param>
/// <param name="options">The script's options.</param>
/// <param name="isHandled">True when the script exports <c>handleSummary</c>.</param>
internal sealed class ScriptSummary(SummaryTargets targets, ScriptOptions options, bool isHandled)
{
    private const int MostText = 10_000_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is for the terminal.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Writes all. What cannot be written is said, and the run stays what it is.</summary>
    /// <param name="results">What all came to.</param>
    /// <param name="seconds">How long the test lasted.</param>
    /// <param name="setupData">What setup returned, as JSON.</param>
    /// <param name="handle">Calls <c>handleSummary</c> with the data as JSON.</param>
    /// <param name="say">Hears what was written, and what could not be.</param>
    public void Write(ScriptResults results, double seconds, string? setupData, Func<string, IReadOnlyList<KeyValuePair<string, string?>>> handle, Action<string> say)
    {
        Text = "";
        if (targets.Export is { } export)
        {
            WriteFile("--summary-export", export, LegacySummary.Of(results, options, setupData).ToJsonString(Indented), say);
        }

        if (!isHandled)
        {
            return;
        }

        try
        {
            foreach (var (target, text) in handle(SummaryData.Of(results, options, seconds, setupData).ToJsonString()))
            {
                WriteOutput(target, text, say);
            }
        }
        catch (LoadLabException fault)
        {
            say($"{fault.Message} The report and --json have the figures.");
        }
    }

    private void WriteOutput(string target, string? text, Action<string> say)
    {
        if (text is null)
        {
            say($"handleSummary(): what it gives for '{target}' is no text, and was not written. Make a text of it, for example by JSON.stringify.");
        }
        else if (target is "stdout" or "stderr")
        {
            Text += text.Length > MostText ? text[..MostText] : text;
        }
        else if (FolderTree.Has(targets.Folder, target))
        {
            WriteFile("handleSummary()", Path.GetFullPath(target, targets.Folder), text, say);
        }
        else
        {
            say($"handleSummary(): '{target}' lies outside of '{targets.Folder}' and was not written. Use a path inside it.");
        }
    }

    private static void WriteFile(string what, string path, string text, Action<string> say)
    {
        try
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            say($"{what}: wrote {path}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            say($"{what}: '{path}' could not be written: {fault.Message}");
        }
    }
}
