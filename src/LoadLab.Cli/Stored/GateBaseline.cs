using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Stored;

/// <summary>Finds the runs that <c>--baseline</c> names.</summary>
internal static class GateBaseline
{
    /// <summary>Reads them: a suite's name means its baseline file, everything else is as for <c>compare</c>.</summary>
    /// <exception cref="LoadLabException">There is none, or it cannot be read (104). Nothing was started then.</exception>
    public static IReadOnlyList<ComparedRun> Read(RunStore store, string name, StoredRuns stored)
    {
        if (name.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, "A gate needs a baseline, and '--baseline none' gives it none.", "To judge by the SLOs alone: loadlab run SUITE");
        }

        try
        {
            var hasFile = new BaselineStore(store).List().Any(baseline => baseline.Suite == name);
            return stored.Read(store, hasFile ? "baseline:" + name : name);
        }
        catch (LoadLabException fault)
        {
            throw new LoadLabException(
                fault.ExitCode,
                [$"There is no baseline '{name}'. Nothing was started.", .. fault.Faults],
                "Make one: loadlab run SUITE, then loadlab baseline set latest. In a pipeline, restore its folder below the directory of the runs first.");
        }
    }
}
