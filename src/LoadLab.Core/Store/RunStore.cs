using System.Text.Json;
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

    private readonly Func<string, Stream> _create;

    /// <summary>A store over <paramref name="directory"/>, which need not exist yet.</summary>
    public RunStore(string directory)
        : this(directory, RunFiles.Create)
    {
    }

    /// <summary>A store whose files are made by <paramref name="create"/>, so that a test can fill the disk.</summary>
    internal RunStore(string directory, Func<string, Stream> create)
    {
        Root = Path.GetFullPath(directory);
        _create = create;
    }

    /// <summary>Full path of the directory.</summary>
    public string Root { get; }

    /// <summary>Folder of a run.</summary>
    public string PathOf(string runId) => Path.Combine(Root, runId);

    /// <summary>Begins a run: makes its folder and the files that grow while it runs.</summary>
    /// <exception cref="LoadLabException">Nothing can be written there (104).</exception>
    public RunWriter Begin(string runId)
    {
        var directory = PathOf(runId);
        try
        {
            Directory.CreateDirectory(directory);
            return new RunWriter(runId, directory, _create);
        }
        catch (Exception fault) when (RunFiles.IsDiskFault(fault))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"The results cannot be written to '{directory}': {RunFiles.Explain(fault)}.",
                "Make room or give another directory with --out DIR. Nothing was started.",
                fault);
        }
    }

    /// <summary>Names of all runs, the oldest first.</summary>
    public IReadOnlyList<string> List() => Directory.Exists(Root)
        ? [.. Directory.EnumerateDirectories(Root).Where(IsRun).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

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
                return new StoredRun(RunJournal.Recover(file, ReadSlices(directory)), Evaluation: null, directory);
            }

            var document = RunDocumentReader.Parse(File.ReadAllBytes(file));
            var slices = withHistograms ? ReadSlices(directory) : [];
            return new StoredRun(RunDocumentReader.ToRecord(document, slices), RunDocumentReader.ToEvaluation(document), directory);
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
        var summaries = names.Select(name => index.Find(name, new FileInfo(Path.Combine(PathOf(name), RunFiles.Document)), () => Summarise(name))).ToList();
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
            RunWriter.WriteWhole(Path.Combine(run.Directory, RunFiles.Document), _create, stream => stream.Write(RunDocumentWriter.ToJson(run.Record, run.Evaluation)));
            File.Delete(Path.Combine(run.Directory, RunFiles.Journal));
        }
        catch (Exception fault) when (RunFiles.IsDiskFault(fault))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"'{RunFiles.Document}' cannot be written to '{run.Directory}': {RunFiles.Explain(fault)}.", inner: fault);
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

    internal static bool IsRun(string directory) =>
        File.Exists(Path.Combine(directory, RunFiles.Document)) || File.Exists(Path.Combine(directory, RunFiles.Journal));

    private static List<LoadSlice> ReadSlices(string directory)
    {
        var path = Path.Combine(directory, RunFiles.HistogramLog);
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = File.OpenRead(path);
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

            var document = RunDocumentReader.Parse(File.ReadAllBytes(file));
            return new RunSummary(runId, document.Suite, document.StartedAt, document.Outcome, document.Decision, document.Validity?.Status)
            {
                Labels = document.Plan.Labels,
                Capacity = [.. (document.Capacity ?? []).Select(answer => new RunCapacity(answer.Model, answer.Status, answer.Load, answer.Low, answer.High))],
            };
        }
        catch (Exception fault) when (fault is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            return new RunSummary(runId, "", null, "unreadable", null, null);
        }
    }
}
