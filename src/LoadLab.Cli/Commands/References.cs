using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary>Reads the runs that a command line names.</summary>
internal static class References
{
    /// <summary>Both sides of a comparison.</summary>
    /// <exception cref="LoadLabException">A name means no run (104); with every such name.</exception>
    public static (IReadOnlyList<ComparedRun> Before, IReadOnlyList<ComparedRun> After) ReadBoth(RunStore store, string before, string after, CliParts parts)
    {
        var faults = new List<string>();
        string? hint = null;
        foreach (var reference in new[] { before, after })
        {
            try
            {
                RunReferences.Resolve(store, reference);
            }
            catch (LoadLabException fault)
            {
                faults.AddRange(fault.Faults);
                hint ??= fault.Hint;
            }
        }

        return faults.Count > 0
            ? throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.Distinct()], hint)
            : (Read(store, before, parts), Read(store, after, parts));
    }

    /// <summary>
    /// The runs that a reference names, judged where they were not. A pattern takes those that can be compared and says which it left out;
    /// a run that was named is never left out.
    /// </summary>
    public static IReadOnlyList<ComparedRun> Read(RunStore store, string reference, CliParts parts)
    {
        var runs = RunReferences.Read(store, reference).Select(run => Of(run, parts)).ToList();
        var unfit = RunReferences.IsPattern(reference) ? runs.Where(run => ComparisonChecks.Faults(run).Any()).ToList() : [];
        foreach (var fault in unfit.Count == runs.Count ? [] : unfit.SelectMany(ComparisonChecks.Faults))
        {
            parts.Error.WriteLine("left out: " + fault);
        }

        return unfit.Count == runs.Count ? runs : [.. runs.Except(unfit)];
    }

    /// <summary>A run as read, judged where it was not.</summary>
    public static ComparedRun Of(StoredRun run, CliParts parts) => new(run.Record, (run.Evaluation ?? parts.Judge(run.Record, null)).Validity.Status);
}
