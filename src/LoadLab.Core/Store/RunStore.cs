using System.Text.Json;
using LoadLab.Core.Files;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>
/// The runs in a directory, a folder each: <c>run.json</c>, <c>histograms.hlog</c> and the reports. A run that was killed has a
/// <c>journal.jsonl</c> in place of <c>run.json</c> and reads as incomplete.
/// </summary>
public sealed class RunStore
{
    /// <summary>The name that stands for the newest run.</summary>
    public const string Latest = "latest";

    /// <summary>What to do when a directory has no run.</summary>
    public const string NoRunHint =
        "Make one with: loadlab run smoke. The runs of a suite outside the checkout are in 'results' beside it: change to its folder, or give --results DIR.";

    private const string EditedHint = "Bring its files back from a copy, or make the run again. To delete it: loadlab runs rm RUN";

    private readonly Func<string, Stream> _create;
    private readonly RunPlaces _places;

    /// <summary>A store over <paramref name="directory"/>, which need not exist yet.</summary>
    public RunStore(string directory)
        : this(directory, WholeFile.Create)
    {
    }

    /// <summary>A store whose files are made by <paramref name="create"/>, so that a test can fill the disk.</summary>
    internal RunStore(string directory, Func<string, Stream> create)
    {
        Root = Path.GetFullPath(directory);
        _create = create;
        _places = new RunPlaces(Root);
    }

    /// <summary>Full path of the directory.</summary>
    public string Root { get; }

    /// <summary>Folder of a run, or the folder that is called so.</summary>
    public string PathOf(string runId) => Path.Combine(Root, _places.FolderOf(runId));

    /// <summary>Name of the run that a name means: a copy's folder has the name of the run that it is a copy of.</summary>
    public string IdOf(string name) => _places.IdOf(_places.FolderOf(name));

    /// <summary>Folders that hold a run which another folder holds too, as 'FOLDER' and the run.</summary>
    public IReadOnlyList<(string Folder, string RunId)> Copies() => [.. _places.Copies().Select(copy => (copy.Folder, copy.RunId))];

    /// <summary>Begins a run: makes its folder and the files that grow while it runs.</summary>
    /// <exception cref="LoadLabException">Nothing can be written there (104).</exception>
    public RunWriter Begin(string runId)
    {
        var directory = Path.Combine(Root, runId);
        try
        {
            Directory.CreateDirectory(directory);
            return new RunWriter(runId, directory, _create);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"The results cannot be written to '{directory}': {DiskFault.Explain(fault)}.",
                "Make room or give another directory with --out DIR. Nothing was started.",
                fault);
        }
    }

    /// <summary>Names of all runs, the oldest first. Copies of a run are one run.</summary>
    public IReadOnlyList<string> List() => [.. _places.Runs().Select(place => place.RunId)];

    /// <summary>The full name for a name, its unambiguous beginning or end, or <see cref="Latest"/>.</summary>
    /// <exception cref="LoadLabException">There is none, or more than one (104).</exception>
    public string Resolve(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var known = List();
        if (known.Count == 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"There is no run in '{Root}'.", NoRunHint);
        }

        if (reference == Latest)
        {
            return known[^1];
        }

        var name = Path.GetFileName(reference.TrimEnd('/', Path.DirectorySeparatorChar));
        if (known.Contains(name, StringComparer.Ordinal))
        {
            return name;
        }

        if (name.Length > 0 && IsRun(Path.Combine(Root, name)))
        {
            // A copy or a renamed run, by its folder. A folder with a run's name that holds another run must not answer for the first.
            return IdOf(name) is var held && RunId.TimeOf(name) is null
                ? name
                : throw new LoadLabException(ExitCode.BadConfiguration, $"There is no run '{name}' in '{Root}': the folder of that name holds run '{held}'.", $"Say {held}, or rename the folder.");
        }

        var fits = name.Length == 0
            ? []
            : known.Where(id => id.StartsWith(name, StringComparison.Ordinal) || id.EndsWith(name, StringComparison.Ordinal)).ToList();
        return fits.Count switch
        {
            1 => fits[0],
            0 => throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"Unknown run '{reference}' in '{Root}'.{NearestName.Sentence(reference, [Latest, .. known])} The newest: {string.Join(", ", known.Reverse().Take(5))}.",
                "List all with: loadlab runs list"),
            _ => throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"'{reference}' fits {fits.Count} runs: {string.Join(", ", fits.Take(5))}{(fits.Count > 5 ? " …" : "")}.",
                "Give more of the name."),
        };
    }

    /// <summary>Reads a run.</summary>
    /// <param name="reference">As in <see cref="Resolve"/>.</param>
    /// <exception cref="LoadLabException">It is not there, or cannot be read (104); says which file and why.</exception>
    public StoredRun Read(string reference) => Read(reference, withHistograms: true);

    /// <summary>Reads a run without its histograms: verdicts, counts and percentiles, at a fraction of the time. <see cref="RunRecord.Slices"/> is empty.</summary>
    /// <param name="reference">As in <see cref="Resolve"/>.</param>
    /// <exception cref="LoadLabException">It is not there, or cannot be read (104); says which file and why.</exception>
    public StoredRun ReadWithoutHistograms(string reference) => Read(reference, withHistograms: false);

    private StoredRun Read(string reference, bool withHistograms)
    {
        var runId = Resolve(reference);
        var directory = PathOf(runId);
        var file = Path.Combine(directory, RunFiles.Document);
        try
        {
            if (!File.Exists(file))
            {
                file = Path.Combine(directory, RunFiles.Journal);
                return new StoredRun(RunJournal.Recover(file, bytes => ReadSlices(directory, bytes)), Evaluation: null, directory);
            }

            var document = ReadDocument(directory, withHistograms);
            file = Path.Combine(directory, RunFiles.HistogramLog);
            var slices = withHistograms ? ReadSlices(directory) : [];
            file = Path.Combine(directory, RunFiles.Document);
            var record = RunDocumentReader.ToRecord(document, slices);
            if (withHistograms && document.Seal is null)
            {
                HistogramCheck.Check(document, record);
            }

            return new StoredRun(record, RunDocumentReader.ToEvaluation(document), directory) { IsSealed = document.Seal is not null, Histograms = document.Seal?.Histograms };
        }
        catch (SealBrokenException edited)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Run '{runId}' in '{directory}' is not as LoadLab wrote it: {edited.Message}.", EditedHint, edited);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Run '{runId}' cannot be read, '{file}': {fault.Message}", inner: fault);
        }
    }

    /// <summary>One line for each run, the oldest first. A run that cannot be read says so in its outcome.</summary>
    public IReadOnlyList<RunSummary> Summaries()
    {
        var names = List();
        var index = RunIndex.Read(Root);
        var summaries = names.Select(name => index.Find(name, RunStamp.Of(PathOf(name)), () => Summarise(name))).ToList();
        index.Save(names, _create);
        return summaries;
    }

    /// <summary>Those of <see cref="Summaries"/> that are wanted.</summary>
    public IReadOnlyList<RunSummary> Summaries(RunFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return [.. Summaries().Where(filter.Fits)];
    }

    /// <summary>Writes the document of a run whose folder exists, in place of the document or the journal that is there: after judging it anew.</summary>
    /// <exception cref="LoadLabException">The disk refuses (104).</exception>
    public void Save(StoredRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            // Of a run that was read the histograms are those that were proven then, whatever has become of the file meanwhile.
            var histograms = run.Histograms ?? FileSum.Of(Path.Combine(run.Directory, RunFiles.HistogramLog));
            WholeFile.Write(Path.Combine(run.Directory, RunFiles.Document), _create, stream => stream.Write(DocumentSeal.Close(RunDocumentWriter.ToJson(run.Record, run.Evaluation), histograms)));
            File.Delete(Path.Combine(run.Directory, RunFiles.Journal));
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"'{RunFiles.Document}' cannot be written to '{run.Directory}': {DiskFault.Explain(fault)}.", inner: fault);
        }
    }

    /// <summary>Keeps a run that was not made here, as one whole: a merged one.</summary>
    /// <exception cref="LoadLabException">The disk refuses (104).</exception>
    public StoredRun Keep(RunRecord record, RunEvaluation? evaluation)
    {
        ArgumentNullException.ThrowIfNull(record);
        using var writer = Begin(record.RunId);
        writer.Start(record.StartedAt, record.Plan, record.Fingerprint);
        writer.Write(record.Slices);
        writer.Complete(record, evaluation);
        return new StoredRun(record, evaluation, writer.Folder);
    }

    internal static bool HasDocument(string directory) => File.Exists(Path.Combine(directory, RunFiles.Document));

    internal static bool IsRun(string directory) =>
        HasDocument(directory) || File.Exists(Path.Combine(directory, RunFiles.Journal));

    /// <summary>The histograms; of the first <paramref name="bytes"/> of the log only where they are given.</summary>
    private static List<LoadSlice> ReadSlices(string directory, long? bytes = null)
    {
        var path = Path.Combine(directory, RunFiles.HistogramLog);
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = bytes is { } some ? new MemoryStream(File.ReadAllBytes(path), 0, (int)some) : (Stream)File.OpenRead(path);
        return [.. HistogramLogReader.Read(stream)];
    }

    private RunSummary Summarise(string runId)
    {
        var directory = PathOf(runId);
        try
        {
            var file = Path.Combine(directory, RunFiles.Document);
            if (!File.Exists(file))
            {
                var start = RunJournal.ReadStart(Path.Combine(directory, RunFiles.Journal));
                return new RunSummary(runId, start?.Plan.Suite ?? "", start?.StartedAt, DocumentWords.Of(RunOutcome.Incomplete), null, null)
                {
                    Labels = start?.Plan.Labels ?? new SortedDictionary<string, string>(StringComparer.Ordinal),
                };
            }

            var document = ReadDocument(directory, withHistograms: false);
            return new RunSummary(runId, document.Suite, document.StartedAt, document.Outcome, document.Decision, document.Validity?.Status)
            {
                Labels = document.Plan.Labels,
                Capacity = [.. (document.Capacity ?? []).Select(answer => new RunCapacity(answer.Model, answer.Status, answer.Load, answer.Low, answer.High))],
                IsSealed = document.Seal is not null,
            };
        }
        catch (SealBrokenException)
        {
            return new RunSummary(runId, "", RunId.TimeOf(runId), RunSummary.Edited, null, null);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            return new RunSummary(runId, "", RunId.TimeOf(runId), RunSummary.Unreadable, null, null);
        }
    }

    /// <summary>The document, proven; and the histograms by their length at least, or all of their bytes when they are read.</summary>
    private static RunDocument ReadDocument(string directory, bool withHistograms)
    {
        var bytes = File.ReadAllBytes(Path.Combine(directory, RunFiles.Document));
        var document = RunDocumentReader.Parse(bytes);
        DocumentSeal.Prove(bytes, document.Seal);
        var log = Path.Combine(directory, RunFiles.HistogramLog);
        if (document.Seal is { HistogramBytes: { } length } seal)
        {
            var has = new FileInfo(log) is { Exists: true } file ? file.Length : (long?)null;
            if (has != length)
            {
                throw new SealBrokenException(FormattableString.Invariant($"'{log}' {(has is { } now ? $"has {now:#,0} bytes" : "is gone")}, and had {length:#,0} when the run was stored"));
            }

            if (withHistograms && FileSum.Of(log) != seal.Histograms)
            {
                throw new SealBrokenException($"'{log}' was changed after the run was stored: its checksum is another one");
            }
        }

        return document;
    }
}
