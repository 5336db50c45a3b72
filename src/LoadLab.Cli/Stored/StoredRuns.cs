using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Stored;

/// <summary>The runs on disk: opens them, and reads those that a command line names.</summary>
/// <param name="console">Told what is left out.</param>
/// <param name="folders">Where they are kept.</param>
/// <param name="judge">Judges a record by a catalogue: a name, a path, or null for the one of its plan.</param>
internal sealed class StoredRuns(CliConsole console, RunFolders folders, Func<RunRecord, string?, RunEvaluation> judge)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>The store that <c>--out</c> names, else that of the suite, or of the working directory where none is named.</summary>
    public RunStore Open(string? given, string? suite = null) => new(folders.Choose(given, suite));

    /// <summary>Both sides of a comparison.</summary>
    /// <exception cref="LoadLabException">A name means no run (104); with every such name.</exception>
    public (IReadOnlyList<ComparedRun> Before, IReadOnlyList<ComparedRun> After) ReadBoth(RunStore store, string before, string after)
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
            : (Read(store, before), Read(store, after));
    }

    /// <summary>
    /// The runs that a reference names, judged where they were not. A pattern takes those that can be compared and says which it left out;
    /// a run that was named is never left out.
    /// </summary>
    public IReadOnlyList<ComparedRun> Read(RunStore store, string reference)
    {
        var isPattern = RunReferences.IsPattern(reference);
        var runs = new List<ComparedRun>();
        var faults = new List<LoadLabException>();
        foreach (var (place, runId) in RunReferences.Resolve(store, reference))
        {
            try
            {
                runs.Add(Compared(ReadRun(place, runId)));
            }
            catch (LoadLabException fault) when (isPattern)
            {
                faults.Add(fault);
            }
        }

        if (runs.Count == 0 && faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.SelectMany(fault => fault.Faults)], faults[0].Hint);
        }

        faults.ForEach(fault => console.Error.WriteLine("left out: " + fault.Message));
        var unfit = isPattern ? runs.Where(run => ComparisonChecks.Faults(run).Any()).ToList() : [];
        foreach (var fault in unfit.Count == runs.Count ? [] : unfit.SelectMany(ComparisonChecks.Faults))
        {
            console.Error.WriteLine("left out: " + fault);
        }

        return unfit.Count == runs.Count ? runs : [.. runs.Except(unfit)];
    }

    /// <summary>The one run that a reference names, and its store.</summary>
    /// <exception cref="LoadLabException">It means none, or several (104).</exception>
    public (RunStore Store, string RunId) One(string? given, string reference)
    {
        var found = RunReferences.Resolve(Open(given), reference);
        return found.Count == 1
            ? found[0]
            : throw new LoadLabException(ExitCode.BadConfiguration, $"'{reference}' means {found.Count} runs; one is needed.", "List all with: loadlab runs list");
    }

    /// <summary>Reads a run. What nothing proves is said, once for each run.</summary>
    /// <exception cref="LoadLabException">It is not there, cannot be read, or is not as LoadLab wrote it (104).</exception>
    public StoredRun ReadRun(RunStore store, string reference)
    {
        var run = store.Read(reference);
        if (run.IsSealed == false && _told.Add(run.Record.RunId))
        {
            console.Error.WriteLine($"note: run '{run.Record.RunId}' is not sealed, for an older LoadLab wrote it: an edit of its files would not be seen.");
        }

        return run;
    }

    /// <summary>Judges a record by a catalogue: a name, a path, or null for the one of its plan.</summary>
    public RunEvaluation Judge(RunRecord record, string? catalogue = null) => judge(record, catalogue);

    /// <summary>A run as read, judged where it was not.</summary>
    public ComparedRun Compared(StoredRun run) => new(run.Record, (run.Evaluation ?? Judge(run.Record)).Validity.Status);
}
