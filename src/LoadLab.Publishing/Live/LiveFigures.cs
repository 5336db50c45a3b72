using System.Diagnostics;
using System.Threading.Channels;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Publishing.Live;

/// <summary>
/// Takes in a run's complete seconds, which the live view and the record get too, and counts them into the instruments on a thread of its own. The load path
/// does not know of it; what does not fit into the queue is left out and told.
/// </summary>
internal sealed class LiveFigures : IRunObserver, IAsyncDisposable
{
    /// <summary>Most phases, most steps, most measures with a name of their own.</summary>
    internal const int MostPhases = 20;
    internal const int MostSteps = 100;
    internal const int MostMeasures = 200;

    private const int QueuedSeconds = 600;

    private readonly Channel<object> _queue = Channel.CreateBounded<object>(new BoundedChannelOptions(QueuedSeconds) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly LiveState _state = new();
    private readonly LiveValidity _validity;
    private readonly LabelBound _phases = new("phase", MostPhases);
    private readonly LabelBound _steps = new("step", MostSteps);
    private readonly LabelBound _measures = new("measure", MostMeasures);
    private readonly HashSet<(string Phase, string Scenario)> _withSteps = [];

    /// <summary>The phases that run, with the last second of each that was taken in.</summary>
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly Task _reading;
    private long _leftOut;

    public LiveFigures(double tightestLimitMs)
    {
        _validity = new LiveValidity(tightestLimitMs);
        Instruments = new LiveInstruments(_state);
        _reading = Task.Run(ReadAsync);
    }

    public LiveInstruments Instruments { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings
    {
        get
        {
            // The load has ended: what is queued is a moment's work.
            _queue.Writer.TryComplete();
            var isWhole = _reading.Wait(TimeSpan.FromSeconds(10));
            var findings = new[] { _phases.Finding, _steps.Finding, _measures.Finding }.OfType<Finding>().ToList();
            if (!isWhole || _leftOut > 0)
            {
                findings.Add(new Finding(
                    "live-figures",
                    FindingSeverity.Warning,
                    FormattableString.Invariant($"{Interlocked.Read(ref _leftOut)} second{(_leftOut == 1 ? "" : "s")} of the load did not get into the live figures{(isWhole ? "" : ", and more were still queued at the end")}"),
                    "all of them; the record has them all",
                    "The generator's machine had no time for them. Give it more CPU, or publish no live figures."));
            }

            return findings;
        }
    }

    public void OnRunStarted(string runId, RunPlan plan) => _state.Run = new LiveRun(runId, plan.Suite);

    public void OnSecond(LoadSecond second) => Queue(second);

    public void OnHealth(HealthSecond second) => Queue(second);

    public void OnProbe(Measure measure, ProbePoint point) => Queue((measure, point));

    public void OnLoadEnded(RunOutcome outcome) => Queue(outcome);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DrainAsync().ConfigureAwait(false);
        Instruments.Dispose();
    }

    /// <summary>Waits until all that was queued is counted; the instruments stay.</summary>
    public Task DrainAsync()
    {
        _queue.Writer.TryComplete();
        return _reading;
    }

    private void Queue(object item)
    {
        if (!_queue.Writer.TryWrite(item) && item is LoadSecond)
        {
            Interlocked.Increment(ref _leftOut);
        }
    }

    private async Task ReadAsync()
    {
        await foreach (var item in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            switch (item)
            {
                case LoadSecond second:
                    Count(second);
                    break;
                case HealthSecond health:
                    _validity.Add(health);
                    _state.Health = health;
                    _state.Validity = _validity.State;
                    break;
                case RunOutcome:
                    End(_ => true);
                    break;
                case (Measure measure, ProbePoint point):
                    _state.Probes = _state.Probes.SetItem(_measures.Of(measure.Name), (point.Value, measure.Unit));
                    break;
            }
        }
    }

    private void Count(LoadSecond second)
    {
        var phase = _phases.Of(second.Phase);
        _validity.Add(second);
        _state.Validity = _validity.State;
        _state.Second = Math.Max(second.Second, _state.Second ?? 0);
        _state.Users = _state.Users.SetItem(phase, second.VirtualUsers);
        _state.InFlight = double.IsFinite(second.InFlight) ? _state.InFlight.SetItem(phase, second.InFlight) : _state.InFlight.Remove(phase);
        _state.Phases = _state.Phases.SetItem(phase, second.Measured);
        // A phase has its seconds until its last iteration has ended; those of one second come one after the other.
        _running[phase] = second.Second;
        End(last => last < second.Second - 1);
        var counts = second.Counts;
        foreach (var (outcome, count) in new[] { ("scheduled", counts.Scheduled), ("started", counts.Started), ("dropped", counts.Dropped), ("ok", counts.Ok), ("failed", counts.Failed), ("interrupted", counts.Interrupted) })
        {
            if (count > 0)
            {
                Instruments.Iterations.Add(count, new TagList { { "phase", phase }, { "outcome", outcome }, { "measured", Word(second.Measured) } });
            }
        }

        Record(Instruments.ScheduleLag, second.Lag, new TagList { { "phase", phase } });
        foreach (var slice in second.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration))
        {
            _withSteps.Add((slice.Key.Phase, slice.Key.Scenario));
        }

        // A scenario without steps is a request itself, as in every other figure.
        foreach (var slice in second.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration || !_withSteps.Contains((slice.Key.Phase, slice.Key.Scenario))))
        {
            Count(slice, phase);
        }
    }

    /// <summary>What a gauge said last stays until it says something else, and a phase that is over has no users.</summary>
    private void End(Func<int, bool> isOver)
    {
        foreach (var phase in _running.Where(phase => isOver(phase.Value)).Select(phase => phase.Key).ToList())
        {
            _running.Remove(phase);
            _state.Phases = _state.Phases.SetItem(phase, false);
            _state.Users = _state.Users.SetItem(phase, 0);
            _state.InFlight = _state.InFlight.SetItem(phase, 0);
        }
    }

    private void Count(LoadSlice slice, string phase)
    {
        var named = _steps.Of(slice.Key.Scenario + "\n" + slice.Key.Step);
        var (scenario, step) = named == LabelBound.Other ? (LabelBound.Other, LabelBound.Other) : (slice.Key.Scenario, slice.Key.Step);
        var tags = new TagList { { "phase", phase }, { "scenario", scenario }, { "step", step }, { "measured", Word(slice.Key.Measured) } };
        var duration = tags;
        duration.Add("result", slice.Key.Class == ResultClasses.Ok ? "ok" : "failed");
        tags.Add("class", slice.Key.Class);
        Instruments.Requests.Add(slice.Service.TotalCount, tags);
        Record(Instruments.RequestDuration, slice.Response, duration);
    }

    private static string Word(bool measured) => measured ? "true" : "false";

    /// <summary>Each value at the middle of its bucket, which is off by less than 0.05 %.</summary>
    private static void Record(System.Diagnostics.Metrics.Histogram<double> histogram, PackedHistogram values, in TagList tags)
    {
        foreach (var (micros, count) in values.Values)
        {
            for (var i = 0L; i < count; i++)
            {
                histogram.Record(micros / 1e6, tags);
            }
        }
    }
}
