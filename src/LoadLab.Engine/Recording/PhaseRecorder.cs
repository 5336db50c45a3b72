using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LoadLab.Core.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Engine.Recording;

/// <summary>
/// Records one phase: a recorder for each thread that runs iterations, merged once a second by the collector. Memory depends on
/// the number of series and threads, never on the number of samples.
/// </summary>
internal sealed class PhaseRecorder : IDisposable
{
    private readonly string _phase;
    private readonly IReadOnlyList<string> _scenarios;
    private readonly StepTable[] _steps;
    private readonly double _ticksPerMicro;
    private readonly Lock _lock = new();
    private readonly List<ThreadRecorder> _all = [];
    private readonly ThreadLocal<ThreadRecorder> _mine;
    private readonly ConcurrentDictionary<string, string> _samples = new(StringComparer.Ordinal);
    private readonly LatencyHistogram _response = new();
    private readonly LatencyHistogram _service = new();
    private readonly LatencyHistogram _lag = new();

    public PhaseRecorder(string phase, IReadOnlyList<string> scenarios, long timestampFrequency)
    {
        _phase = phase;
        _scenarios = scenarios;
        _steps = [.. scenarios.Select(_ => new StepTable())];
        _ticksPerMicro = timestampFrequency / 1e6;
        _mine = new ThreadLocal<ThreadRecorder>(Register);
    }

    /// <summary>What has added up; the collector's thread only.</summary>
    public PhaseTotals Totals { get; } = new();

    /// <summary>First message of each failure class.</summary>
    public IReadOnlyDictionary<string, string> FailureSamples => new SortedDictionary<string, string>(_samples, StringComparer.Ordinal);

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
            Sample(scenario, step, resultClass, response);
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
            Sample(scenario, StepTable.WholeIteration, resultClass, response);
        }
    }

    /// <summary>An iteration that was cut off.</summary>
    public void Interrupted(bool measured, long measuredServiceTicks)
    {
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

    /// <summary>Records, and says whether it is the first of its series since the last harvest on this thread.</summary>
    private bool Record(
        RecordingInterval interval, int scenario, int step, ResultClass resultClass, IResponse response, bool measured, long responseTicks, long serviceTicks)
    {
        var cell = interval.Cell(scenario, Series(step, resultClass, measured));
        cell.Response.Record(Micros(responseTicks));
        cell.Service.Record(Micros(serviceTicks));
        cell.CountCode(response.StatusCode);
        return cell.Response.TotalCount == 1;
    }

    private void Sample(int scenario, int step, ResultClass resultClass, IResponse response)
    {
        if (response.Message.Length > 0)
        {
            var row = $"{_scenarios[scenario]}/{_steps[scenario].Names[step]}/{ResultClassNames.Name(resultClass)}";
            _samples.TryAdd(row, response.Message);
        }
    }

    private List<LoadSlice> Merge(int second, RecordingInterval[] intervals)
    {
        var slices = new List<LoadSlice>();
        for (var scenario = 0; scenario < _scenarios.Count; scenario++)
        {
            var names = _steps[scenario].Names;
            for (var series = 0; series < names.Count * ResultClassNames.Count * 2; series++)
            {
                if (MergeSeries(intervals, scenario, series, names[series / 2 / ResultClassNames.Count]))
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

    private bool MergeSeries(RecordingInterval[] intervals, int scenario, int series, string step)
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
                if (series % 2 == 1)
                {
                    Totals.AddCodes(_scenarios[scenario], step, cell.Codes);
                }
            }
        }

        return _response.TotalCount > 0;
    }

    private ThreadRecorder Register()
    {
        var recorder = new ThreadRecorder(_scenarios.Count);
        lock (_lock)
        {
            _all.Add(recorder);
        }

        return recorder;
    }
}
