using System.Runtime.CompilerServices;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Engine.Recording;

/// <summary>
/// Records one phase: a recorder for each thread that runs iterations, merged once a second by the collector. Where iterations block, there are as many threads
/// as users: those beyond the first <see cref="MostOwn"/> share some. Memory depends on the number of series, never on that of samples or of threads.
/// </summary>
internal sealed class PhaseRecorder : IDisposable
{
    private static readonly int MostOwn = Math.Max(16, 4 * Environment.ProcessorCount);
    private static readonly int MostShared = Environment.ProcessorCount;

    private readonly string _phase;
    private readonly IReadOnlyList<string> _scenarios;
    private readonly StepTable[] _steps;
    private readonly double _ticksPerMicro;
    private readonly Lock _lock = new();
    private readonly List<ThreadRecorder> _all = [];
    private readonly ThreadLocal<ThreadRecorder> _mine;
    private int _sharing;
    private readonly FailureSamples _samples;
    private readonly CutOffs _cutOffs = new();
    private readonly LatencyHistogram _response = new();
    private readonly LatencyHistogram _service = new();
    private readonly LatencyHistogram _lag = new();

    /// <summary>Records a phase.</summary>
    /// <param name="phase">Its name.</param>
    /// <param name="scenarios">Names of the scenarios of its mix.</param>
    /// <param name="timestampFrequency">Ticks a second.</param>
    /// <param name="onFirstFailure">Gets a line on the first failure of each kind, on whatever thread it ended; null for nobody.</param>
    public PhaseRecorder(string phase, IReadOnlyList<string> scenarios, long timestampFrequency, Action<string>? onFirstFailure = null)
    {
        _phase = phase;
        _scenarios = scenarios;
        _steps = [.. scenarios.Select(_ => new StepTable())];
        _ticksPerMicro = timestampFrequency / 1e6;
        _mine = new ThreadLocal<ThreadRecorder>(Register);
        _samples = new FailureSamples((key, sample) => onFirstFailure?.Invoke(FirstFailure(key, sample)));
    }

    /// <summary>What has added up; the collector's thread only.</summary>
    public PhaseTotals Totals { get; } = new();

    /// <summary>Each kind of failure, the most frequent first. After the last harvest.</summary>
    public IReadOnlyList<FailureCount> Failures =>
    [
        .. Totals.Failures.Select(failure =>
        {
            var (key, sum, sample) = (failure.Key, failure.Value, _samples.Of(failure.Key));
            return new FailureCount(
                _scenarios[key.Scenario], _steps[key.Scenario].Names[key.Step], ResultClassNames.Name(key.Class), key.Code,
                sum.Measured, sum.Unmeasured, sum.FirstSecond, sample.Message, sample.Body);
        }).OrderByDescending(failure => failure.Measured + failure.Unmeasured).ThenBy(failure => failure.Scenario, StringComparer.Ordinal)
            .ThenBy(failure => failure.Step, StringComparer.Ordinal).ThenBy(failure => failure.Class, StringComparer.Ordinal).ThenBy(failure => failure.Code, StringComparer.Ordinal),
    ];

    /// <summary>Where the iterations were that were cut off.</summary>
    public IReadOnlyList<CutOffCount> CutOff => _cutOffs.ToCounts((scenario, step) => (_scenarios[scenario], _steps[scenario].Names[step]), 1000 * _ticksPerMicro);

    /// <summary>First message of each failure class: <c>scenario/step/class</c> to message. After the last harvest.</summary>
    public IReadOnlyDictionary<string, string> FirstMessages => new SortedDictionary<string, string>(
        Failures.Where(failure => failure.Message.Length > 0).OrderBy(failure => failure.FirstSecond)
            .DistinctBy(failure => (failure.Scenario, failure.Step, failure.Class))
            .ToDictionary(failure => $"{failure.Scenario}/{failure.Step}/{failure.Class}", failure => failure.Message),
        StringComparer.Ordinal);

    /// <summary>The number of a step of a scenario.</summary>
    public int StepIndex(int scenario, string name) => _steps[scenario].IndexOf(name);

    /// <summary>An arrival that was due.</summary>
    public void Scheduled(bool measured, bool dropped)
    {
        var recorder = _mine.Value!;
        ref var counts = ref recorder.BeginWrite().Counts[measured ? 1 : 0];
        counts.Scheduled++;
        counts.Dropped += dropped ? 1 : 0;
        recorder.EndWrite();
    }

    /// <summary>An arrival that was counted as scheduled, and that no thread started before the phase was cut off.</summary>
    public void DroppedLate(bool measured)
    {
        var recorder = _mine.Value!;
        recorder.BeginWrite().Counts[measured ? 1 : 0].Dropped++;
        recorder.EndWrite();
    }

    /// <summary>An iteration that starts.</summary>
    /// <param name="measured">Whether it counts.</param>
    /// <param name="lagTicks">started − intended.</param>
    /// <param name="measuredThinkTicks">Wait since the user's last iteration, as far as it lies in a measured window.</param>
    /// <param name="scheduled">Counts it as scheduled too: in the closed model what is scheduled starts.</param>
    public void Started(bool measured, long lagTicks, long measuredThinkTicks, bool scheduled)
    {
        var recorder = _mine.Value!;
        var interval = recorder.BeginWrite();
        ref var counts = ref interval.Counts[measured ? 1 : 0];
        counts.Started++;
        counts.Scheduled += scheduled ? 1 : 0;
        interval.Lag.Record(Micros(lagTicks));
        interval.ThinkTicks += measuredThinkTicks;
        recorder.EndWrite();
    }

    /// <summary>A step that has ended.</summary>
    public void Step(int scenario, int step, IResponse response, bool measured, long responseTicks, long serviceTicks)
    {
        var recorder = _mine.Value!;
        var resultClass = ResultClassNames.Of(response);
        var isNew = Record(recorder.BeginWrite(), scenario, step, resultClass, response, measured, responseTicks, serviceTicks);
        recorder.EndWrite();
        if (isNew && resultClass != ResultClass.Ok)
        {
            _samples.Offer(new FailureKey(scenario, step, resultClass, response.StatusCode), response);
        }
    }

    /// <summary>A wait after which no iteration came.</summary>
    public void Waited(long measuredThinkTicks)
    {
        var recorder = _mine.Value!;
        recorder.BeginWrite().ThinkTicks += measuredThinkTicks;
        recorder.EndWrite();
    }

    /// <summary>An iteration that has ended.</summary>
    public void Iteration(
        int scenario, IResponse response, bool measured, long responseTicks, long serviceTicks, long done, long measuredServiceTicks)
    {
        var recorder = _mine.Value!;
        var resultClass = ResultClassNames.Of(response);
        var interval = recorder.BeginWrite();
        ref var counts = ref interval.Counts[measured ? 1 : 0];
        if (resultClass == ResultClass.Ok)
        {
            counts.Ok++;
        }
        else
        {
            counts.Failed++;
        }

        interval.ServiceTicks += measuredServiceTicks;
        if (measured)
        {
            interval.LastDone = done;
        }

        var isNew = Record(interval, scenario, StepTable.WholeIteration, resultClass, response, measured, responseTicks, serviceTicks);
        recorder.EndWrite();
        if (isNew && resultClass != ResultClass.Ok)
        {
            _samples.Offer(new FailureKey(scenario, StepTable.WholeIteration, resultClass, response.StatusCode), response);
        }
    }

    /// <summary>An iteration that was cut off.</summary>
    /// <param name="scenario">Its scenario.</param>
    /// <param name="step">The step that it was in.</param>
    /// <param name="measured">Whether it counts.</param>
    /// <param name="stepTicks">Since that step began.</param>
    /// <param name="measuredServiceTicks">Its time within the measured windows.</param>
    public void Interrupted(int scenario, int step, bool measured, long stepTicks, long measuredServiceTicks)
    {
        _cutOffs.Add(scenario, step, measured, stepTicks);
        var recorder = _mine.Value!;
        var interval = recorder.BeginWrite();
        interval.Counts[measured ? 1 : 0].Interrupted++;
        interval.ServiceTicks += measuredServiceTicks;
        recorder.EndWrite();
    }

    /// <summary>Takes everything recorded since the last call. One thread only.</summary>
    public (Counts Counts, PackedHistogram Lag, IReadOnlyList<LoadSlice> Slices) Harvest(int second)
    {
        ThreadRecorder[] recorders;
        lock (_lock)
        {
            recorders = [.. _all];
        }

        var intervals = Array.ConvertAll(recorders, recorder => recorder.Swap());
        var counts = default(Counts);
        _lag.Reset();
        foreach (var interval in intervals)
        {
            counts += interval.Counts[0].ToCounts() + interval.Counts[1].ToCounts();
            _lag.Add(interval.Lag);
            Totals.Add(interval);
        }

        return (counts, _lag.Pack(), Merge(second, intervals));
    }

    public void Dispose() => _mine.Dispose();

    private static int Series(int step, ResultClass resultClass, bool measured) =>
        (((step * ResultClassNames.Count) + (int)resultClass) * 2) + (measured ? 1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Micros(long ticks) => (long)Math.Round(ticks / _ticksPerMicro);

    /// <summary>Records, and says whether it is the first of its series and status code since the last harvest on this thread.</summary>
    private bool Record(
        RecordingInterval interval, int scenario, int step, ResultClass resultClass, IResponse response, bool measured, long responseTicks, long serviceTicks)
    {
        var cell = interval.Cell(scenario, Series(step, resultClass, measured));
        cell.Response.Record(Micros(responseTicks));
        cell.Service.Record(Micros(serviceTicks));
        return cell.CountCode(response.StatusCode);
    }

    private string FirstFailure(FailureKey key, FailureSample sample)
    {
        var step = key.Step == StepTable.WholeIteration ? _scenarios[key.Scenario] : $"{_scenarios[key.Scenario]} / {_steps[key.Scenario].Names[key.Step]}";
        var kind = key.Class is ResultClass.StatusOther or ResultClass.Status5xx && key.Code.Length > 0 ? key.Code : ResultClassNames.Name(key.Class);
        var message = sample.Message == "HTTP status " + key.Code ? "" : sample.Message;
        return $"First failure of {step}: {string.Join(": ", new[] { kind, message, sample.Body }.Where(part => part.Length > 0))}";
    }

    private List<LoadSlice> Merge(int second, RecordingInterval[] intervals)
    {
        var slices = new List<LoadSlice>();
        for (var scenario = 0; scenario < _scenarios.Count; scenario++)
        {
            var names = _steps[scenario].Names;
            for (var series = 0; series < names.Count * ResultClassNames.Count * 2; series++)
            {
                if (MergeSeries(second, intervals, scenario, series, names[series / 2 / ResultClassNames.Count]))
                {
                    var key = new SeriesKey(
                        _phase,
                        _scenarios[scenario],
                        names[series / 2 / ResultClassNames.Count],
                        ResultClassNames.Name((ResultClass)(series / 2 % ResultClassNames.Count)),
                        series % 2 == 1);
                    slices.Add(new LoadSlice(second, key, _response.Pack(), _service.Pack()));
                }
            }
        }

        return slices;
    }

    private bool MergeSeries(int second, RecordingInterval[] intervals, int scenario, int series, string step)
    {
        _response.Reset();
        _service.Reset();
        foreach (var interval in intervals)
        {
            var cells = interval.CellsOf(scenario);
            if (series < cells.Length && cells[series] is { } cell && cell.Response.TotalCount > 0)
            {
                _response.Add(cell.Response);
                _service.Add(cell.Service);
                var resultClass = (ResultClass)(series / 2 % ResultClassNames.Count);
                Totals.AddCodes(second, scenario, series / 2 / ResultClassNames.Count, $"{_scenarios[scenario]}/{step}", resultClass, series % 2 == 1, cell.Codes);
            }
        }

        return _response.TotalCount > 0;
    }

    private ThreadRecorder Register()
    {
        lock (_lock)
        {
            if (_all.Count == MostOwn + MostShared)
            {
                return _all[MostOwn + (++_sharing % MostShared)];
            }

            _all.Add(new ThreadRecorder(_scenarios.Count, isShared: _all.Count >= MostOwn));
            return _all[^1];
        }
    }
}
