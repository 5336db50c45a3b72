using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli;

/// <summary>Loads that are played to the real runner.</summary>
internal static class PlayedLoad
{
    /// <summary>A made-up run whose counts, seconds and lag fit its histograms, so that the real validity checks take it.</summary>
    public static RunRecord Of(RunRecord record, long dropped)
    {
        var ok = record.Slices.Sum(slice => slice.Response.TotalCount);
        var counts = new Counts(ok + dropped, ok, dropped, ok, 0, 0);
        var seconds = record.Slices.GroupBy(slice => slice.Second).Select(group =>
        {
            var done = group.Sum(slice => slice.Response.TotalCount);
            return StoredSample.Second(group.Key, measured: true, ok: (int)done, timeouts: 0) with { Slices = [] };
        });
        return record with
        {
            Plan = record.Plan with { Slos = ["api-response-p95"] },
            Seconds = [.. seconds],
            Slices = [.. record.Slices, .. record.Slices.Select(slice => slice with { Key = slice.Key with { Step = SeriesKey.WholeIteration } })],
            Phases = [record.Phases[0] with { Measured = counts, Whole = counts, StatusCodes = new Dictionary<string, IReadOnlyDictionary<string, long>>() }],
        };
    }

    /// <summary>Gives the observer the record's seconds, as a driver would.</summary>
    public static LoadResult Play(RunRecord record, ILoadObserver observer)
    {
        foreach (var second in record.Seconds)
        {
            observer.OnSecond(second with { Slices = [.. record.Slices.Where(slice => slice.Second == second.Second)] });
        }

        return new LoadResult(record.Phases, RunOutcome.Completed, "");
    }
}
