using System.Text.Json;
using LoadLab.Core.Files;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>
/// Writes a run while it runs, so that a kill at any moment leaves what was measured until then, and its document at the end.
/// A disk that refuses is noted in <see cref="Fault"/> and never thrown before <see cref="Complete"/>. Not thread-safe.
/// </summary>
public sealed class RunWriter : IDisposable
{
    private readonly string _runId;
    private readonly Func<string, Stream> _create;
    private readonly Stream _journal;
    private readonly JournalChain _chain = new();
    private HistogramLogWriter? _log;
    private SummedStream? _logStream;
    private int _measures;
    private int _lastSecond = -1;
    private bool _isClosed;

    internal RunWriter(string runId, string directory, Func<string, Stream> create)
    {
        _runId = runId;
        _create = create;
        Folder = directory;
        _journal = create(Path.Combine(directory, RunFiles.Journal));
    }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>Why nothing more can be written while the run runs; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Notes what is about to run, when its load begins.</summary>
    public void Start(DateTimeOffset startedAt, RunPlan plan, IReadOnlyDictionary<string, string> fingerprint) => Guarded(() =>
    {
        _logStream = new SummedStream(_create(Path.Combine(Folder, RunFiles.HistogramLog)));
        _log = new HistogramLogWriter(_logStream, startedAt);
        _log.Flush();
        Append(new JournalLine { Start = new JournalStart(RunRecord.CurrentSchemaVersion, _runId, startedAt, RunRedaction.Of(plan), fingerprint) });
    });

    /// <summary>Notes a phase that was decided while the run runs.</summary>
    public void Write(PhasePlan phase) => Guarded(() => Append(new JournalLine { Phase = phase }));

    /// <summary>Keeps a second of load: its histograms first, so that a second in the journal has them.</summary>
    public void Write(LoadSecond second) => Guarded(() =>
    {
        foreach (var slice in second.Slices)
        {
            _log!.Write(slice);
        }

        _log!.Flush();
        Append(new JournalLine { Second = RunDocumentWriter.ToDocument(second), Log = _logStream!.Sum });
        _lastSecond = Math.Max(_lastSecond, second.Second);
    });

    /// <summary>Keeps histograms of a run that is over.</summary>
    public void Write(IReadOnlyList<LoadSlice> slices) => Guarded(() =>
    {
        foreach (var slice in slices)
        {
            _log!.Write(slice);
        }

        _log!.Flush();
    });

    /// <summary>Keeps a second of the generator's health.</summary>
    public void Write(HealthSecond second) => Guarded(() => Append(new JournalLine { Health = RunDocumentWriter.ToDocument(second) }));

    /// <summary>Declares a measure; its samples are kept under the number that comes back.</summary>
    public int Declare(Measure measure)
    {
        var number = _measures++;
        Guarded(() => Append(new JournalLine
        {
            Measure = new JournalMeasure(number, measure.Name, measure.Unit, DocumentWords.Of(measure.Aggregation), measure.Description),
        }));
        return number;
    }

    /// <summary>Keeps a sample of a declared measure.</summary>
    public void Write(int measure, ProbePoint point) =>
        Guarded(() => Append(new JournalLine { Sample = new JournalSample(measure, point.Second, point.Value) }));

    /// <summary>Keeps a finding.</summary>
    public void Write(Finding finding) => Guarded(() => Append(new JournalLine { Finding = RunDocumentWriter.ToDocument(finding) }));

    /// <summary>Keeps a fault on purpose; a later one of the same index takes its place.</summary>
    public void Write(FaultEvent fault) => Guarded(() => Append(new JournalLine { Fault = fault }));

    /// <summary>Writes the document, whole or not at all, and takes the journal away.</summary>
    /// <exception cref="LoadLabException">The disk refuses (104). What was kept until then stays and can be read as an incomplete run.</exception>
    public void Complete(RunRecord record, RunEvaluation? evaluation)
    {
        Close();
        try
        {
            if (Fault is not null)
            {
                // The log on disk ends where the disk refused; the record has all of it.
                WholeFile.Write(Path.Combine(Folder, RunFiles.HistogramLog), _create, stream =>
                {
                    var whole = new HistogramLogWriter(stream, record.StartedAt);
                    foreach (var slice in record.Slices)
                    {
                        whole.Write(slice);
                    }

                    whole.Flush();
                });
            }

            var log = Path.Combine(Folder, RunFiles.HistogramLog);
            RunFiles.BringToDisk(log);
            var sum = FileSum.Of(log);
            WholeFile.Write(Path.Combine(Folder, RunFiles.Document), _create, stream => stream.Write(DocumentSeal.Close(RunDocumentWriter.ToJson(record, evaluation), sum)));
            File.Delete(Path.Combine(Folder, RunFiles.Journal));
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"The results of run '{_runId}' could not be written whole to '{Folder}': {DiskFault.Explain(fault)}. "
                    + (_lastSecond < 0 ? "No second of it was kept." : $"Kept until second {_lastSecond}: {RunFiles.HistogramLog} and {RunFiles.Journal}."),
                $"Make room, then: loadlab report {_runId}",
                fault);
        }
    }

    /// <summary>Takes the folder away: the load never began.</summary>
    public void Discard()
    {
        Close();
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            Fault ??= DiskFault.Explain(fault);
        }
    }

    /// <summary>Closes the files. What was written stays.</summary>
    public void Dispose() => Close();

    private void Append(JournalLine line)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine);
        _journal.Write(_chain.Close(text));
        _journal.Flush();
    }

    private void Guarded(Action write)
    {
        if (Fault is not null || _isClosed)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            Fault = DiskFault.Explain(fault);
        }
    }

    private void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        foreach (IDisposable? file in new IDisposable?[] { _log, _journal })
        {
            try
            {
                file?.Dispose();
            }
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                Fault ??= DiskFault.Explain(fault);
            }
        }
    }
}
