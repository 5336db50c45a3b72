using LoadLab.Core.Comparison;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Comparison;

/// <summary>Runs made up from a known distribution: lognormal response times, seconds that remember their predecessor.</summary>
internal sealed record ComparisonSample
{
    public long Seed { get; init; } = 1;

    public int Seconds { get; init; } = 60;

    public int PerSecond { get; init; } = 40;

    /// <summary>Median in µs.</summary>
    public double MedianMicros { get; init; } = 40_000;

    /// <summary>Of the logarithm.</summary>
    public double Sigma { get; init; } = 0.5;

    /// <summary>How much a second's level is that of the second before.</summary>
    public double Memory { get; init; }

    /// <summary>Share of failed requests.</summary>
    public double Failing { get; init; }

    public IReadOnlyList<string> Steps { get; init; } = ["browse"];

    public IReadOnlyList<PackedHistogram> Histograms()
    {
        var random = new SeededRandom(Seed);
        var level = 0.0;
        return [.. Enumerable.Range(0, Seconds).Select(_ =>
        {
            level = (Memory * level) + (Memory > 0 ? 0.1 * Normal(random) : 0);
            var histogram = new LatencyHistogram();
            for (var i = 0; i < PerSecond; i++)
            {
                histogram.Record((long)(MedianMicros * Math.Exp(level + (Sigma * Normal(random)))));
            }

            return histogram.Pack();
        })];
    }

    public ComparedRun Run(string id = "a")
    {
        var slices = Steps.SelectMany((step, at) => (this with { Seed = Seed + (at * 1_000) }).Histograms().SelectMany((histogram, second) => Slices(step, second, histogram))).ToList();
        var plan = StoredSample.Plan with
        {
            Phases = [StoredSample.Plan.Phases[0] with { Segments = [new LoadSegment(Simulation.Inject(PerSecond, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(Seconds)), Measured: true)] }],
        };
        var phase = StoredSample.Record.Phases[0] with { StartSecond = 0, MeasureStartSecond = 0, MeasureEndSecond = Seconds, MeasuredSeconds = Seconds };
        return new ComparedRun(StoredSample.Record with { RunId = id, Plan = plan, Slices = slices, Phases = [phase] }, ValidityStatus.Valid);
    }

    public static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private IEnumerable<LoadSlice> Slices(string step, int second, PackedHistogram histogram)
    {
        var failed = (int)Math.Round(Failing * PerSecond);
        yield return new LoadSlice(second, new SeriesKey("rate-10", "student", step, ResultClasses.Ok, true), histogram, histogram);
        if (failed > 0)
        {
            var times = new LatencyHistogram();
            times.Record(1_000, failed);
            yield return new LoadSlice(second, new SeriesKey("rate-10", "student", step, ResultClasses.Status5xx, true), times.Pack(), times.Pack());
        }
    }
}
