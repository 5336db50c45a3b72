using BenchmarkDotNet.Attributes;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Engine.Messages;
using LoadLab.Engine.Pacing;
using LoadLab.Engine.Recording;
using LoadLab.Sdk;

namespace LoadLab.Benchmarks;

/// <summary>What the engine does for each iteration, piece by piece. engine.md allows 100 ns and 0 bytes for a recorded sample.</summary>
[MemoryDiagnoser]
public class HotPathBenchmarks : IDisposable
{
    private readonly LatencyHistogram _histogram = new();
    private readonly PhaseRecorder _recorder = new("phase", ["scenario"], 1_000_000_000);
    private readonly MetricTable _metrics = new();
    private readonly GroupNames _groups = new();
    private readonly Trend _trend = Metric.CreateTrend("checkout");
    private readonly IResponse _ok = Response.Ok("200");
    private readonly SeededRandom _random = new(1);
    private readonly byte[] _answer = "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/plain\r\nContent-Length: 24\r\nConnection: keep-alive\r\n\r\nabcdefghijklmnopqrstuvwx"u8.ToArray();
    private ArrivalSchedule _schedule = Schedule();
    private long _value;
    private int _step;

    /// <summary>Finds the step once.</summary>
    [GlobalSetup]
    public void Setup() => _step = _recorder.StepIndex(0, "get");

    /// <summary>One value into a histogram.</summary>
    [Benchmark]
    public void Histogram_record() => _histogram.Record(_value = (_value + 977) & 0xFFFF);

    /// <summary>One step: two histograms, status code, the hand-over to the collector.</summary>
    [Benchmark]
    public void Record_step() => _recorder.Step(0, _step, _ok, measured: true, 1_500_000, 1_400_000);

    /// <summary>One whole iteration: start with its lag, end with its times.</summary>
    [Benchmark]
    public void Record_iteration()
    {
        _recorder.Started(measured: true, 20_000, 0, scheduled: true);
        _recorder.Iteration(0, _ok, measured: true, 1_500_000, 1_400_000, 1, 1_400_000);
    }

    /// <summary>A value of a trend, with the look-up of its number.</summary>
    [Benchmark]
    public void Record_trend() => _recorder.Metric(_metrics.IndexOf(_trend, ""), isTrend: true, 12.5, 1);

    /// <summary>A check, with the look-up of its number.</summary>
    [Benchmark]
    public void Record_check() => _recorder.Metric(_metrics.IndexOf("", "status is 200"), isTrend: false, 1, 1);

    /// <summary>The name of a step within a group.</summary>
    [Benchmark]
    public string Name_in_group() => _groups.Join("checkout", "pay");

    /// <summary>The next arrival of a schedule.</summary>
    [Benchmark]
    public Arrival Next_arrival()
    {
        if (!_schedule.TryNext(out var arrival))
        {
            _schedule = Schedule();
        }

        return arrival;
    }

    /// <summary>Seeding an iteration's random numbers.</summary>
    [Benchmark]
    public void Reseed_random() => _random.Reseed(42, _value++);

    /// <summary>Reading a small answer.</summary>
    [Benchmark]
    public HttpAnswerState Parse_answer()
    {
        var parser = new HttpResponseParser(isHead: false);
        return parser.Take(_answer, out _);
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _recorder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static ArrivalSchedule Schedule() => new([new LoadSegment(Simulation.Inject(1000, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), Measured: true)], seed: 1);
}
