using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Store;

/// <summary>A small run that is good in every part; tests alter it.</summary>
internal static class StoredSample
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 23, 8, 30, 0, TimeSpan.Zero);

    public static RunPlan Plan { get; } = new()
    {
        Suite = "smoke",
        Description = "for tests",
        Seed = 42,
        ScenarioAssembly = "Lms.Scenarios.dll",
        Stack = new StackPlan { Kind = "processes" },
        Catalogue = "lms",
        Phases =
        [
            new PhasePlan
            {
                Name = "rate-10",
                Model = LoadModel.Open,
                Mix = [new ScenarioShare("student", 1)],
                Segments =
                [
                    new LoadSegment(Simulation.RampingInject(10, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), Measured: false),
                    new LoadSegment(Simulation.Inject(10, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), Measured: true),
                ],
                MaxVirtualUsers = 100,
                Connections = ConnectionPolicy.Shared,
            },
        ],
    };

    public static RunRecord Record { get; } = new()
    {
        RunId = "20261123T083000Z-smoke-4f2a",
        StartedAt = Start,
        Plan = Plan,
        Outcome = RunOutcome.Completed,
        Fingerprint = new SortedDictionary<string, string> { ["cpu.count"] = "2", ["postgres.fsync"] = "on" },
        Phases = [Phase],
        Seconds = [.. Seconds.Select(second => second with { Slices = [] })],
        Slices = [.. Seconds.SelectMany(second => second.Slices)],
        Health = [new HealthSecond(1, 0.25, double.NaN, 0, 0, 1.5, 0.5, 1 << 20)],
        Probes =
        [
            new ProbeSeries(new Measure("db.pool.used", "connections", MeasureAggregation.Max, "in use"), [new(0.5, 3), new(1.5, 7), new(2.5, 4)]),
            new ProbeSeries(new Measure("db.commits", "transactions", MeasureAggregation.Delta, "committed"), [new(0.5, 100), new(2.5, 160)]),
        ],
        Tables =
        [
            new ProbeTable("postgres.statements", "Top SQL statements", [new("Statement", ""), new("Calls", "count"), new("Mean", "ms")],
                [[ProbeCell.Of("SELECT \"a\" < $1"), ProbeCell.Of(12), ProbeCell.Of(0.25)], [ProbeCell.Of("(2 more)"), ProbeCell.Of(3), new ProbeCell(null, null)]]),
        ],
        Findings = [new Finding("probe-redis", FindingSeverity.Warning, "1 of 3 samples failed", "every sample", "look")],
    };

    public static RunEvaluation Evaluation { get; } = new(
        new Validity(ValidityStatus.Valid, []),
        [
            new SloVerdict
            {
                Id = "api-response-p95",
                Title = "API response time P95",
                Source = "3.2/1",
                Tier = SloTier.Slo,
                Verdict = Verdict.NotMeasured,
                Limit = 600,
                Comparison = ComparisonOperator.LessThan,
                Unit = "ms",
                Measure = MeasureNames.HttpResponseTime,
                Percentile = 95,
                Series = ["student/open_course"],
                Samples = 0,
                Reason = "no data",
                Required = true,
            },
        ],
        Decision.NoGo,
        ["api-response-p95 was not measured"],
        ExitCode.Inconclusive);

    /// <summary>One ramp second, then two measured ones with 10 iterations of 20 ms each, the last of them a timeout of 5 s.</summary>
    public static IReadOnlyList<LoadSecond> Seconds =>
    [
        Second(0, measured: false, ok: 5, timeouts: 0),
        Second(1, measured: true, ok: 10, timeouts: 0),
        Second(2, measured: true, ok: 9, timeouts: 1),
    ];

    private static PhaseResult Phase => new()
    {
        Name = "rate-10",
        StartSecond = 0,
        MeasureStartSecond = 1,
        MeasureEndSecond = 3,
        MeasuredSeconds = 2,
        Measured = new Counts(20, 20, 0, 19, 1, 0),
        Whole = new Counts(25, 25, 0, 24, 1, 0),
        Little = new LittlesLaw(0, 10, 0.02, 0, 20, 2),
        StatusCodes = new Dictionary<string, IReadOnlyDictionary<string, long>> { ["student/open_course"] = new Dictionary<string, long> { ["200"] = 19 } },
        FailureSamples = new Dictionary<string, string> { ["student/open_course/timeout"] = "no answer in 5 s" },
        Connections = new ConnectionCounts(4, 0, 20),
    };

    public static LoadSecond Second(int second, bool measured, int ok, int timeouts, string phase = "rate-10")
    {
        var slices = new List<LoadSlice>();
        foreach (var step in new[] { "open_course", SeriesKey.WholeIteration })
        {
            slices.Add(new LoadSlice(second, new SeriesKey(phase, "student", step, ResultClasses.Ok, measured), Times(21_000, ok), Times(20_000, ok)));
            if (timeouts > 0)
            {
                slices.Add(new LoadSlice(
                    second, new SeriesKey(phase, "student", step, ResultClasses.Timeout, measured), Times(5_001_000, timeouts), Times(5_000_000, timeouts)));
            }
        }

        return new LoadSecond
        {
            Second = second,
            Phase = phase,
            Measured = measured,
            Counts = new Counts(ok + timeouts, ok + timeouts, 0, ok, timeouts, 0),
            VirtualUsers = 1,
            InFlight = 0.2,
            Lag = Times(1_000, ok + timeouts),
            Slices = slices,
        };
    }

    private static PackedHistogram Times(long micros, int count)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(micros, count);
        return histogram.Pack();
    }
}
