using System.Diagnostics.Metrics;

namespace LoadLab.Publishing.Live;

/// <summary>The instruments of the live figures. Names follow OpenTelemetry: Prometheus reads <c>loadlab_request_duration_seconds</c>.</summary>
internal sealed class LiveInstruments : IDisposable
{
    public const string MeterName = "LoadLab";

    /// <summary>A meter of its own, which only the endpoint for Prometheus listens to: so it is known when somebody scraped.</summary>
    public const string ScrapeMeterName = "LoadLab.Scrapes";

    private readonly Meter _meter = new(MeterName);
    private readonly Meter _scrapes = new(ScrapeMeterName);

    public LiveInstruments(LiveState state)
    {
        RequestDuration = _meter.CreateHistogram<double>("loadlab.request.duration", "s", "Response time of requests, from the intended start to the end.");
        ScheduleLag = _meter.CreateHistogram<double>("loadlab.schedule.lag", "s", "Time by which iterations started behind the schedule.");
        Requests = _meter.CreateCounter<long>("loadlab.requests", description: "Requests that ended, by class of result: ok, timeout, refused, reset, protocol, status-5xx, status, check, exception.");
        Iterations = _meter.CreateCounter<long>("loadlab.iterations", description: "Iterations by what became of them: scheduled = started + dropped, and started = ok + failed + interrupted once a phase has drained.");
        _meter.CreateObservableGauge("loadlab.virtual.users", () => state.Users.Select(phase => new Measurement<long>(phase.Value, new KeyValuePair<string, object?>("phase", phase.Key))), description: "Virtual users: alive in the closed model, busy in the open one.");
        _meter.CreateObservableGauge("loadlab.iterations.in.flight", () => state.InFlight.Select(phase => new Measurement<double>(phase.Value, new KeyValuePair<string, object?>("phase", phase.Key))), description: "Iterations in flight, the mean of the last second.");
        _meter.CreateObservableGauge("loadlab.phase", () => state.Phases.Select(phase => new Measurement<int>(phase.Value ? 1 : 0, new KeyValuePair<string, object?>("phase", phase.Key))), description: "1 for a phase while it runs and its load is measured, 0 before and after.");
        _meter.CreateObservableGauge("loadlab.valid", () => state.Validity.Select(check => new Measurement<int>(check.Holds ? 1 : 0, new KeyValuePair<string, object?>("check", check.Check))), description: "1 while a check of the run's validity holds so far. The record's validity, with every check, is judged at the end.");
        _meter.CreateObservableGauge("loadlab.second", () => state.Second is { } second ? [new Measurement<int>(second)] : Enumerable.Empty<Measurement<int>>(), description: "The last second of the run whose figures are published.");
        _meter.CreateObservableGauge("loadlab.generator.cpu", () => state.Of(health => health.ProcessCpu), description: "Cores that the generator used in the last second.");
        _meter.CreateObservableGauge("loadlab.generator.machine.cpu", () => state.Of(health => health.MachineCpuRatio), description: "Share of the generator's machine that was busy, 0 to 1.");
        _meter.CreateObservableGauge("loadlab.generator.late", () => state.Of(health => health.CanaryLateMs / 1000), "s", "Latest wake-up of a 1 ms timer of the generator in the last second.");
        _meter.CreateObservableGauge("loadlab.generator.gc.pause", () => state.Of(health => health.GcPauseMs / 1000), "s", "Time in the last second in which the garbage collector stopped the generator.");
        _meter.CreateObservableGauge("loadlab.probe", () => state.Probes.Select(probe => new Measurement<double>(probe.Value.Value, new KeyValuePair<string, object?>("measure", probe.Key), new KeyValuePair<string, object?>("unit", probe.Value.Unit))), description: "The last sample of each measure of the target, in its own unit.");
        _meter.CreateObservableGauge("loadlab.run", () => state.Run is { } run ? [new Measurement<int>(1, new KeyValuePair<string, object?>("run_id", run.RunId), new KeyValuePair<string, object?>("suite", run.Suite))] : Enumerable.Empty<Measurement<int>>(), description: "1: which run this is.");
        _scrapes.CreateObservableCounter("loadlab.scrapes", () => Interlocked.Increment(ref _scraped), description: "Times that this endpoint was scraped.");
    }

    private long _scraped;

    public Histogram<double> RequestDuration { get; }

    public Histogram<double> ScheduleLag { get; }

    public Counter<long> Requests { get; }

    public Counter<long> Iterations { get; }

    /// <summary>Times that the endpoint was scraped.</summary>
    public long Scrapes => Interlocked.Read(ref _scraped);

    /// <summary>True for an instrument of this run, and not of another one in this process.</summary>
    public bool Has(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter) || ReferenceEquals(instrument.Meter, _scrapes);

    public void Dispose()
    {
        _meter.Dispose();
        _scrapes.Dispose();
    }
}
