using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Store;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Stored;

/// <summary>Finds the runs that <c>baseline set</c> names.</summary>
internal static class BaselineRuns
{
    /// <summary>The runs, judged where they were not.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="references">As written.</param>
    /// <param name="count">With one run: so many of its suite and load, it the newest of them. Null: just what is named.</param>
    /// <param name="stored">Reads and judges them.</param>
    /// <exception cref="LoadLabException">They are not there, or too few (104).</exception>
    public static IReadOnlyList<ComparedRun> Find(RunStore store, IReadOnlyList<string> references, int? count, StoredRuns stored)
    {
        var reference = string.Join(',', references);
        var found = RunReferences.Resolve(store, reference);
        var elsewhere = found.Where(run => run.Store.Root != store.Root).Select(run => $"Run '{run.RunId}' is not in '{store.Root}'.").ToList();
        if (elsewhere.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, elsewhere, "List all with: loadlab runs list");
        }

        if (count is not { } wanted)
        {
            return stored.Read(store, reference);
        }

        return found.Count == 1
            ? Newest(store, stored.Compared(stored.ReadRun(store, found[0].RunId)), wanted, stored)
            : throw new LoadLabException(ExitCode.BadConfiguration, $"-n counts back from one run, and '{reference}' means {found.Count}.", "Leave -n out, or name one run.");
    }

    private static List<ComparedRun> Newest(RunStore store, ComparedRun newest, int wanted, StoredRuns stored)
    {
        var faults = ComparisonChecks.Faults(newest).ToList();
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Count back from a complete, valid run.");
        }

        var runs = new List<ComparedRun> { newest };
        var suite = newest.Record.Plan.Suite;
        foreach (var summary in store.Summaries().TakeWhile(run => run.RunId != newest.Record.RunId).Where(run => run.Suite == suite && run.IsReadable).Reverse())
        {
            if (runs.Count == wanted)
            {
                break;
            }

            var run = stored.Compared(stored.ReadRun(store, summary.RunId));
            if (!ComparisonChecks.Faults(run).Concat(ComparisonChecks.LoadFaults([newest.Record, run.Record])).Any())
            {
                runs.Add(run);
            }
        }

        return runs.Count == wanted
            ? runs
            : throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"-n {wanted}: only {Units.Counted(runs.Count, "run")} of suite '{suite}' up to '{newest.Record.RunId}' {(runs.Count == 1 ? "is" : "are")} complete, valid and of its load.",
                $"Make more with: loadlab run {suite}");
    }
}
