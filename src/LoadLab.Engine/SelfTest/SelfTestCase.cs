using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Engine.SelfTest;

/// <summary>One run of the self-test and what it must come to.</summary>
internal sealed record SelfTestCase
{
    /// <summary>Name in the table.</summary>
    public required string Name { get; init; }

    /// <summary>The load.</summary>
    public required PhasePlan Phase { get; init; }

    /// <summary>What an iteration does.</summary>
    public required Func<SelfTestStub, IScenarioContext, Task<IResponse>> Run { get; init; }

    /// <summary>Called when the load starts: freezes the stub, blocks the thread pool, stops the process.</summary>
    public Action<SelfTestStub> Disturb { get; init; } = _ => { };

    /// <summary>Called when the case is over.</summary>
    public Func<ValueTask> End { get; init; } = () => ValueTask.CompletedTask;

    /// <summary>Compares; called with the figures of the run.</summary>
    public required Func<SelfTestFigures, IEnumerable<SelfTestRow>> Judge { get; init; }
}

/// <summary>The figures of one run of the self-test.</summary>
internal sealed class SelfTestFigures(SelfTestCase test, PhaseResult phase, IReadOnlyList<LoadSecond> seconds, IReadOnlyList<HealthSecond> health, double longestGapMs)
{
    private readonly LatencyHistogram _response = PackedHistogram.Merge(
        seconds.SelectMany(second => second.Slices)
            .Where(slice => slice.Key is { Measured: true, Step: SeriesKey.WholeIteration, Class: ResultClasses.Ok })
            .Select(slice => slice.Response));

    public PhaseResult Phase => phase;

    /// <summary>Longest time for which the stub's thread did not run, by the system's clock, in milliseconds.</summary>
    public double LongestGapMs => longestGapMs;

    /// <summary>Iterations that took longer than <paramref name="ms"/>.</summary>
    public long SlowerThan(double ms) => _response.TotalCount - _response.CountAtOrBelow((long)(ms * 1000));

    /// <summary>A row on a percentile of the response time.</summary>
    /// <param name="percentile">0 to 100.</param>
    /// <param name="expectedMs">The closed form.</param>
    /// <param name="spacingMs">What the discreteness of arrivals or delays allows beside the 1 %.</param>
    public SelfTestRow Percentile(double percentile, double expectedMs, double spacingMs = 0)
    {
        var measured = _response.PercentileMicros(percentile) / 1000.0;
        var bucket = HistogramLayout.WidthAt(HistogramLayout.IndexOf((long)(expectedMs * 1000))) / 1000.0;
        var name = percentile >= 100 ? "max" : FormattableString.Invariant($"P{percentile:0.##}");
        return new SelfTestRow(test.Name, Model, name, "ms", expectedMs, measured, Math.Max(expectedMs * 0.01, bucket) + spacingMs);
    }

    /// <summary>A row on the mean response time.</summary>
    public SelfTestRow Mean(double expectedMs, double spacingMs = 0) =>
        new(test.Name, Model, "mean", "ms", expectedMs, _response.MeanMicros / 1000, (expectedMs * 0.01) + spacingMs);

    /// <summary>A row on the throughput.</summary>
    public SelfTestRow Throughput(double expected) =>
        new(test.Name, Model, "throughput", "1/s", expected, (phase.Measured.Ok + phase.Measured.Failed) / phase.MeasuredSeconds, expected * 0.01);

    /// <summary>A row on the latest wake-up of the canary.</summary>
    public SelfTestRow Canary(double expectedMs, double spacingMs) => new(
        test.Name, Model, "canary's latest", "ms", expectedMs, health.Count == 0 ? 0 : health.Max(second => second.CanaryLateMs), (expectedMs * 0.01) + spacingMs);

    /// <summary>A row on a count, which must be exact.</summary>
    public SelfTestRow Count(string figure, long expected, long measured) => new(test.Name, Model, figure, "count", expected, measured, 0);

    /// <summary>How many iterations ended in a class of failure.</summary>
    public long ClassCount(string resultClass) => seconds.SelectMany(second => second.Slices)
        .Where(slice => slice.Key is { Measured: true, Step: SeriesKey.WholeIteration } && slice.Key.Class == resultClass)
        .Sum(slice => PackedHistogram.Merge([slice.Response]).TotalCount);

    /// <summary>How many iterations ended with a status code.</summary>
    public long StatusCount(string code) => phase.StatusCodes.Values.Sum(codes => codes.GetValueOrDefault(code));

    private string Model => phase.Name;
}
