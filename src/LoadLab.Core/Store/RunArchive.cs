using System.IO.Compression;
using LoadLab.Core.Files;

namespace LoadLab.Core.Store;

/// <summary>Removes, labels and exports the runs of a store.</summary>
public static class RunArchive
{
    /// <summary>Deletes runs with all their files.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="runs">Their full names.</param>
    /// <param name="force">Baselines and unfinished runs, too.</param>
    /// <exception cref="LoadLabException">A run is a baseline or may still run and <paramref name="force"/> is false, or the disk refuses (104). Nothing is deleted before all are checked.</exception>
    public static void Remove(RunStore store, IReadOnlyList<string> runs, bool force)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(runs);
        var kept = new BaselineStore(store).List().SelectMany(baseline => baseline.RunIds.Select(run => (Run: run, baseline)))
            .ToLookup(pair => pair.Run, pair => pair.baseline, StringComparer.Ordinal);
        var faults = runs.Where(run => !force && kept.Contains(run))
            .Select(run => $"Run '{run}' is {(kept[run].First().RunIds.Count > 1 ? "part of " : "")}the baseline of suite '{kept[run].First().Suite}'.").ToList();
        faults.AddRange(runs.Where(run => !force && !RunStore.HasDocument(store.PathOf(run)))
            .Select(run => $"Run '{run}' has no '{RunFiles.Document}': it may still run."));
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Leave it out, or say --force. Nothing was deleted.");
        }

        foreach (var run in runs)
        {
            Guard(() => Directory.Delete(store.PathOf(run), recursive: true), $"Run '{run}' cannot be deleted");
        }
    }

    /// <summary>Adds labels to a run; one with an empty value is taken away.</summary>
    /// <returns>All labels that it has now.</returns>
    /// <exception cref="LoadLabException">It has no document yet, or the disk refuses (104).</exception>
    public static IReadOnlyDictionary<string, string> Label(RunStore store, string runId, IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(labels);
        var file = Path.Combine(store.PathOf(runId), RunFiles.Document);
        if (!File.Exists(file))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Run '{runId}' has no '{RunFiles.Document}': it still runs or was killed.", $"Complete it with: loadlab report {runId}");
        }

        // Read before it is sealed anew, so that nothing which was edited becomes a run's again.
        var now = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in store.ReadWithoutHistograms(runId).Record.Plan.Labels.Concat(labels))
        {
            now[key] = value;
        }

        foreach (var key in labels.Where(label => label.Value.Length == 0).Select(label => label.Key))
        {
            now.Remove(key);
        }

        Guard(() => WholeFile.Write(file, WholeFile.Create, Written(Labelled(File.ReadAllBytes(file), now))), $"The labels of run '{runId}' cannot be written");
        return now;
    }

    /// <summary>Writes a run's folder as a zip file, its files below the run's name. Unzipped into a directory of runs it is a run again.</summary>
    /// <exception cref="LoadLabException">The file is there already, or the disk refuses (104).</exception>
    public static void Export(RunStore store, string runId, string file)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (File.Exists(file))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{file}' is there already.", "Give another file with --to FILE.");
        }

        if (RunStore.HasDocument(store.PathOf(runId)))
        {
            store.Read(runId); // What was edited is no run, and must not look like one elsewhere.
        }

        Guard(
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
                WholeFile.Write(file, draft => ZipFile.CreateFromDirectory(store.PathOf(runId), draft, CompressionLevel.Optimal, includeBaseDirectory: true));
            },
            $"Run '{runId}' cannot be exported to '{file}'");
    }

    private static byte[] Labelled(byte[] document, IReadOnlyDictionary<string, string> labels)
    {
        var labelled = RunLabels.Replace(DocumentSeal.Open(document), labels);
        return RunDocumentReader.Parse(document).Seal is { } seal ? DocumentSeal.Close(labelled, seal.Histograms) : labelled;
    }

    internal static Action<Stream> Written(byte[] bytes) => stream => stream.Write(bytes);

    internal static void Guard(Action write, string what)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"{what}: {DiskFault.Explain(fault)}.", inner: fault);
        }
    }
}
