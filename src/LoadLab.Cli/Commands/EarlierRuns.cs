using LoadLab.Core;
using LoadLab.Core.Forecast;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary>What the stored runs of a suite tell of the next one.</summary>
internal static class EarlierRuns
{
    /// <summary>So many of the newest runs are looked at: an old one is of another scenario.</summary>
    private const int Newest = 5;

    /// <summary>How many requests an iteration made in the newest run that has all scenarios of the plan; null when there is none. A run that cannot be read tells nothing.</summary>
    public static IterationShapes? ShapesOf(RunStore store, RunPlan plan)
    {
        var scenarios = plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).Distinct(StringComparer.Ordinal).ToList();
        foreach (var run in store.Summaries().Where(run => run.Suite == plan.Suite).Reverse().Take(Newest))
        {
            try
            {
                if (IterationShapes.Of(store.Read(run.RunId).Record) is { } shapes && scenarios.TrueForAll(shapes.Has))
                {
                    return shapes;
                }
            }
            catch (LoadLabException)
            {
                // runs list says what is wrong with it.
            }
        }

        return null;
    }
}
