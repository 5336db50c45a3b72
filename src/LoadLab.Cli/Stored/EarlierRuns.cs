using LoadLab.Core;
using LoadLab.Core.Forecast;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Stored;

/// <summary>What the stored runs of a suite tell of the next one.</summary>
/// <param name="Last">The newest run that can be read, with its histograms; null when there is none.</param>
/// <param name="Shapes">How many requests an iteration made in the newest run that has all scenarios of the plan; null when there is none.</param>
internal sealed record EarlierRuns(RunRecord? Last, IterationShapes? Shapes)
{
    /// <summary>So many of the newest runs are looked at: an old one is of another scenario.</summary>
    private const int Newest = 5;

    /// <summary>Looks for them. A run that cannot be read is passed over: a plan does not depend on it.</summary>
    public static EarlierRuns Of(RunStore store, RunPlan plan)
    {
        var scenarios = plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).Distinct(StringComparer.Ordinal).ToList();
        RunRecord? last = null;
        foreach (var record in Readable(store, plan.Suite))
        {
            last ??= record;
            if (IterationShapes.Of(record) is { } shapes && scenarios.TrueForAll(shapes.Has))
            {
                return new EarlierRuns(last, shapes);
            }
        }

        return new EarlierRuns(last, null);
    }

    private static IEnumerable<RunRecord> Readable(RunStore store, string suite)
    {
        foreach (var run in store.Summaries().Where(run => run.Suite == suite && run.IsReadable).Reverse().Take(Newest))
        {
            RunRecord record;
            try
            {
                record = store.Read(run.RunId).Record;
            }
            catch (LoadLabException)
            {
                // runs list says what is wrong with it.
                continue;
            }

            yield return record;
        }
    }
}
