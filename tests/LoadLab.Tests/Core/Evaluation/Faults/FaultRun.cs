using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Evaluation.Faults;

/// <summary>One minute of 20 requests a second at 10 ms, made up; Postgres is stopped from 20.1 to 25.2. Tests alter it second by second.</summary>
internal sealed class FaultRun
{
    public const int Length = 60;

    public List<FaultPlan> Plans { get; } = [new(FaultKind.Stop, "postgres", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5))];

    public List<FaultEvent> Events { get; } = [new(0, 20.1, 25.2)];

    public Func<int, int> Requests { get; set; } = _ => 20;

    public Func<int, int> Failed { get; set; } = _ => 0;

    public Func<int, double> Milliseconds { get; set; } = _ => 10;

    public Func<int, long> Dropped { get; set; } = _ => 0;

    /// <summary>Length of the queue, sampled 0.2 s into each second; NaN for a gap. Null for no probe.</summary>
    public Func<int, double>? Queue { get; set; }

    public RunOutcome Outcome { get; set; } = RunOutcome.Completed;

    public int MeasuredSeconds { get; set; } = Length;

    public RunRecord Build()
    {
        var all = Enumerable.Range(0, MeasuredSeconds).ToList();
        var (requests, failed, dropped) = (all.Sum(Requests), all.Sum(Failed), all.Sum(Dropped));
        var counts = new Counts(requests + dropped, requests, dropped, requests - failed, failed, 0);
        return new RunRecord
        {
            RunId = "run",
            StartedAt = DateTimeOffset.UnixEpoch,
            Plan = new RunPlan
            {
                Suite = "test",
                Seed = 1,
                ScenarioAssembly = "Some.Scenarios",
                Stack = new StackPlan { Kind = "processes" },
                Catalogue = "lms",
                Slos = ["redis-memory"],
                Faults = [.. Plans],
                Phases =
                [
                    new PhasePlan
                    {
                        Name = "load",
                        Model = LoadModel.Open,
                        Mix = [new ScenarioShare("student", 1)],
                        Segments = [new LoadSegment(Simulation.Inject(20, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(Length)), true)],
                        MaxVirtualUsers = 500,
                        Connections = ConnectionPolicy.Shared,
                    },
                ],
            },
            Outcome = Outcome,
            Fingerprint = new Dictionary<string, string> { ["postgres.fsync"] = "on" },
            Phases =
            [
                new PhaseResult
                {
                    Name = "load",
                    StartSecond = 0,
                    MeasureStartSecond = 0,
                    MeasureEndSecond = Length,
                    MeasuredSeconds = MeasuredSeconds,
                    Measured = counts,
                    Whole = counts,
                    Little = new LittlesLaw(0, 0, 0, 0, 0, 0),
                    StatusCodes = new Dictionary<string, IReadOnlyDictionary<string, long>>(),
                    FailureSamples = new Dictionary<string, string>(),
                    Connections = new ConnectionCounts(1, 0, 1),
                },
            ],
            Seconds = [.. all.Select(second => new LoadSecond
            {
                Second = second,
                Phase = "load",
                Measured = true,
                Counts = new Counts(Requests(second) + Dropped(second), Requests(second), Dropped(second), Requests(second) - Failed(second), Failed(second), 0),
                VirtualUsers = 1,
                InFlight = 1,
                Lag = Times(0.1, Requests(second)),
                Slices = [],
            })],
            Slices = [.. all.SelectMany(Slices)],
            Health = [.. all.Select(second => new HealthSecond(second, 0.3, 0.5, 1, 0, 1, 1, 100_000_000))],
            Probes = [Probe(MeasureNames.RedisMemoryUsed, _ => 10e6), Probe(MeasureNames.RedisMemoryMax, _ => 256e6), .. Queue is null ? [] : new[] { Probe(MeasureNames.QueueLength, Queue) }],
            Faults = [.. Events],
        };
    }

    // The iteration beside its only step: a request must not count twice.
    private IEnumerable<LoadSlice> Slices(int second)
    {
        foreach (var step in new[] { SeriesKey.WholeIteration, "open_course" })
        {
            if (Requests(second) > Failed(second))
            {
                var times = Times(Milliseconds(second), Requests(second) - Failed(second));
                yield return new LoadSlice(second, new SeriesKey("load", "student", step, ResultClasses.Ok, true), times, times);
            }

            if (Failed(second) > 0)
            {
                var times = Times(1, Failed(second));
                yield return new LoadSlice(second, new SeriesKey("load", "student", step, ResultClasses.Status5xx, true), times, times);
            }
        }
    }

    private ProbeSeries Probe(string name, Func<int, double> value) => new(
        new Measure(name, "items", MeasureAggregation.Max, ""),
        [.. Enumerable.Range(0, MeasuredSeconds).Select(second => new ProbePoint(second + 0.2, value(second))).Where(point => double.IsFinite(point.Value))]);

    private static PackedHistogram Times(double milliseconds, int count)
    {
        var histogram = new LatencyHistogram();
        histogram.Record((long)(milliseconds * 1000), count);
        return histogram.Pack();
    }
}
