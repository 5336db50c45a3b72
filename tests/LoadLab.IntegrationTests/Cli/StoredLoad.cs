using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Cli;

/// <summary>What a run of another process has stored so far: a state to wait for, where a line of progress or some seconds would only mean it.</summary>
internal static class StoredLoad
{
    /// <summary>Waits until the one run of a results directory has stored something.</summary>
    public static Task IsAsync(string results, Func<RunRecord, bool> isSo, string what) => Eventually.AsyncTrue(() => Task.FromResult(Find(results) is { } record && isSo(record)), what);

    /// <summary>Waits until it has stored a second of its load in which iterations began.</summary>
    public static Task HasBegunAsync(string results) => IsAsync(results, record => record.Seconds.Any(second => second.Counts.Started > 0), "a second of the load is stored");

    private static RunRecord? Find(string results)
    {
        var store = new RunStore(results);
        try
        {
            return store.List() is [var id] ? store.Read(id).Record : null;
        }
        catch (LoadLabException)
        {
            // Its load has not begun.
            return null;
        }
    }
}
