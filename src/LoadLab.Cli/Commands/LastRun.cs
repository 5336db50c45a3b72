using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary>Finds the newest run of a suite.</summary>
internal static class LastRun
{
    /// <summary>The run with its histograms; null when there is none, and when it cannot be read: a plan does not depend on it.</summary>
    public static RunRecord? Of(string directory, string suite)
    {
        var store = new RunStore(directory);
        try
        {
            return store.Summaries().LastOrDefault(run => run.Suite == suite && run.Outcome != "unreadable") is { } newest ? store.Read(newest.RunId).Record : null;
        }
        catch (LoadLabException)
        {
            return null;
        }
    }
}
