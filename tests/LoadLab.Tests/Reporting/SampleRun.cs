using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Tests.Reporting;

/// <summary>
/// One fabricated run, the same every time: 50 users for 25 s, then 100 arrivals a second for 25 s, each after a ramp of 5 s.
/// In the slow variant the database pool fills up at second 48.
/// </summary>
internal static class SampleRun
{
    private const int SlowFrom = 48;

    private static readonly (string Step, int Share, double BaseMs)[] Steps = [("open_course", 6, 9), ("save_progress", 3, 16), ("submit_work", 1, 28)];

    public static RunRecord Good() => Build(slow: false);

    public static RunRecord Slow() => Build(slow: true) with
    {
        Tables =
        [
            new ProbeTable("postgres.statements", "Top SQL statements, by time in Postgres", [new("Statement", ""), new("Share", "ratio"), new("Calls", "count"), new("Mean", "ms")],
            [
                [ProbeCell.Of("SELECT course_id, title, description, body FROM courses AS c JOIN lessons AS l USING (course_id) WHERE c.course_id = $1 AND l.position <= $2 ORDER BY l.position"), ProbeCell.Of(0.871), ProbeCell.Of(5230), ProbeCell.Of(41.2)],
                [ProbeCell.Of("INSERT INTO progress VALUES ($1, $2) <script>"), ProbeCell.Of(0.129), ProbeCell.Of(1201), new ProbeCell(null, null)],
            ]),
        ],
        Findings = [new Finding("probe-redis", FindingSeverity.Warning, "2 of 61 samples failed: connection | refused", "none", "Look at the Redis log.")],
    };

    public static RunRecord Interrupted()
    {
        var good = Good();
        return good with
        {
            Outcome = RunOutcome.Interrupted,
            OutcomeReason = "Ctrl-C at second 20",
            Phases = [good.Phases[0] with { MeasureEndSecond = 20, MeasuredSeconds = 15 }],
            Seconds = [.. good.Seconds.Where(second => second.Second < 20)],
            Slices = [.. good.Slices.Where(slice => slice.Second < 20)],
        };
    }

    public static RunRecord WithoutTraffic()
    {
        var good = Good();
        return good with
        {
            Phases = [.. good.Phases.Select(phase => phase with
            {
                Measured = default,
                Whole = default,
                Little = new LittlesLaw(0, 0, 0, 0, 0, 0),
                StatusCodes = new Dictionary<string, IReadOnlyDictionary<string, long>>(),
                FailureSamples = new Dictionary<string, string>(),
            })],
            Seconds = [],
            Slices = [],
            Health = [],
            Probes = [],
        };
    }

    private static RunRecord Build(bool slow)
    {
        var slices = new List<LoadSlice>();
        var seconds = new List<LoadSecond>();
        for (var second = 0; second < 61; second++)
        {
            AddSecond(second, slow && second >= SlowFrom, slices, seconds);
        }

        return new RunRecord
        {
            RunId = "20261123T083000Z-capacity-4f2a",
            StartedAt = new DateTimeOffset(2026, 11, 23, 8, 30, 0, TimeSpan.Zero),
            Plan = Plan(slow),
            Outcome = RunOutcome.Completed,
            Fingerprint = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["cpu.count"] = "4",
                ["cpu.model"] = "Example CPU | 3.0 GHz",
                ["postgres.fsync"] = "on",
                ["postgres.version"] = "15.8",
                ["redis.version"] = "7.0.15",
                ["stack.kind"] = "processes",
            },
            Phases = [Phase("users-50", 0, 5, 30, slices, seconds), Phase("rate-100", 31, 36, 61, slices, seconds)],
            Seconds = seconds,
            Slices = slices,
            Health = [.. Enumerable.Range(0, 61).Select(s => new HealthSecond(s, 0.31, 0.42 + (s % 5 * 0.01), 0.4, 0, 1.8, 0.6, 180_000_000))],
            Probes = Probes(slow),
        };
    }

    private static void AddSecond(int second, bool slow, List<LoadSlice> slices, List<LoadSecond> seconds)
    {
        var first = second < 31;
        var phase = first ? "users-50" : "rate-100";
        var into = first ? second : second - 31;
        var full = first ? 50 : 100;
        var load = second == 30 ? 4 : into < 5 ? full * (into + 1) / 6 : full;
        var measured = first ? second is >= 5 and < 30 : second >= 36;
        var pace = (slow ? 24 : 1) * (1 + (0.12 * Math.Sin(second * 1.7)));
        long failed = 0;
        foreach (var (step, share, baseMs) in Steps)
        {
            var count = load * share / 10;
            var broken = slow ? Math.Max(1, count / 20) : 0;
            var key = new SeriesKey(phase, "student", step, ResultClasses.Ok, measured);
            slices.Add(Slice(second, key, count - broken, baseMs * pace, first || slow ? 0.05 : 0.01));
            if (broken > 0)
            {
                slices.Add(Slice(second, key with { Class = ResultClasses.Status5xx }, broken, 4, 0.01));
                failed += broken;
            }
        }

        var done = slices.Where(slice => slice.Second == second && slice.Key.Phase == phase).Sum(slice => slice.Response.TotalCount);
        seconds.Add(new LoadSecond
        {
            Second = second,
            Phase = phase,
            Measured = measured,
            Counts = new Counts(done, done, 0, done - failed, failed, 0),
            VirtualUsers = first ? load : slow ? 61 : 3,
            InFlight = first ? 1.2 : slow ? 48 : 1.6,
            Lag = Histogram(done, 0.12),
            Slices = [],
        });
    }

    private static LoadSlice Slice(int second, SeriesKey key, long count, double baseMs, double lagMs) =>
        new(second, key, Histogram(count, baseMs + lagMs), Histogram(count, baseMs));

    /// <summary>A skewed shape: most close to the base, a few far above it.</summary>
    private static PackedHistogram Histogram(long count, double baseMs)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < count; i++)
        {
            var rank = (i + 0.5) / count;
            histogram.Record((long)(baseMs * 1000 * (0.6 + (0.7 * rank) + (2.4 * Math.Pow(rank, 12)))));
        }

        return histogram.Pack();
    }

    private static PhaseResult Phase(string name, double start, double from, double to, List<LoadSlice> slices, List<LoadSecond> seconds)
    {
        var counts = seconds.Where(s => s.Phase == name && s.Measured).Aggregate(default(Counts), (sum, s) => sum + s.Counts);
        var whole = seconds.Where(s => s.Phase == name).Aggregate(default(Counts), (sum, s) => sum + s.Counts);
        var codes = slices.Where(s => s.Key.Phase == name && s.Key.Measured)
            .GroupBy(s => $"{s.Key.Scenario}/{s.Key.Step}")
            .ToDictionary(
                group => group.Key,
                IReadOnlyDictionary<string, long> (group) => group
                    .GroupBy(s => s.Key.Class == ResultClasses.Ok ? "200" : "503")
                    .ToDictionary(code => code.Key, code => code.Sum(s => s.Response.TotalCount)));
        return new PhaseResult
        {
            Name = name,
            StartSecond = start,
            MeasureStartSecond = from,
            MeasureEndSecond = to,
            MeasuredSeconds = to - from + 0.02,
            Measured = counts,
            Whole = whole,
            Little = new LittlesLaw(name == "users-50" ? 50 : 1.6, counts.Ok / (to - from), 0.016, name == "users-50" ? 0.984 : 0, counts.Ok, to - from),
            StatusCodes = codes,
            FailureSamples = new Dictionary<string, string>
            {
                ["student/open_course/status-5xx"] = "503 Service Unavailable: the pool\nhas been exhausted | 50 of 50 <busy>",
            },
            Failures = slices.Exists(slice => slice.Key.Phase == name && slice.Key.Class == ResultClasses.Status5xx)
                ?
                [
                    new("student", "open_course", ResultClasses.Status5xx, "503", 39, 0, SlowFrom, "Service Unavailable", "{\"error\":\"the pool has been exhausted | 50 of 50 <busy>\"}"),
                    new("student", "login", ResultClasses.StatusOther, "401", 0, 4, 32, "Unauthorized", "{\"errors\":[{\"message\":\"Invalid user credentials.\"}]}"),
                ]
                : [],
            CutOff = name == "rate-100" && counts.Failed > 0 ? [new("student", "submit_work", 2, 1, 12_400)] : [],
            Connections = new ConnectionCounts(50, 0, counts.Started),
        };
    }

    private static RunPlan Plan(bool slow) => new()
    {
        Suite = "capacity",
        Description = "1,000 users, then 150 requests a second: may the LMS launch?",
        Seed = 42,
        ScenarioAssembly = "Lms.Scenarios.dll",
        Stack = new StackPlan { Kind = "processes" },
        Catalogue = "lms",
        Overrides = slow
            ? new SortedDictionary<string, string>(StringComparer.Ordinal) { ["lms.pool.size"] = "50", ["metrics.db.pool.used"] = "my_pool{state=\"used\"}" }
            : new SortedDictionary<string, string>(StringComparer.Ordinal),
        Phases =
        [
            new PhasePlan
            {
                Name = "users-50",
                Model = LoadModel.Closed,
                Mix = [new ScenarioShare("student", 1)],
                Segments =
                [
                    new LoadSegment(Simulation.RampingConstant(50, TimeSpan.FromSeconds(5)), false),
                    new LoadSegment(Simulation.KeepConstant(50, TimeSpan.FromSeconds(25)), true),
                ],
                MaxVirtualUsers = 50,
                Connections = ConnectionPolicy.PerUser,
                ThinkTime = new ThinkTime(TimeSpan.FromSeconds(1), ThinkTimeDistribution.Exponential),
            },
            new PhasePlan
            {
                Name = "rate-100",
                Model = LoadModel.Open,
                Mix = [new ScenarioShare("student", 1)],
                Segments =
                [
                    new LoadSegment(Simulation.RampingInject(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)), false),
                    new LoadSegment(Simulation.Inject(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(25)), true),
                ],
                MaxVirtualUsers = 1000,
                Connections = ConnectionPolicy.Shared,
            },
        ],
    };

    private static List<ProbeSeries> Probes(bool slow)
    {
        ProbeSeries Series(string name, string unit, MeasureAggregation aggregation, Func<int, double> value) =>
            new(new Measure(name, unit, aggregation, ""), [.. Enumerable.Range(0, 61).Where(s => s is not (20 or 21 or 22 or 23)).Select(s => new ProbePoint(s + 0.2, value(s)))]);

        return
        [
            Series(MeasureNames.DbPoolUsed, "connections", MeasureAggregation.Max, s => slow && s >= SlowFrom ? 50 : 4 + (s % 4)),
            Series(MeasureNames.DbPoolMax, "connections", MeasureAggregation.Last, _ => 50),
            Series(MeasureNames.RedisMemoryUsed, "bytes", MeasureAggregation.Max, s => (14 + (s * 0.2)) * 1024 * 1024),
            Series(MeasureNames.RedisMemoryMax, "bytes", MeasureAggregation.Last, _ => 256.0 * 1024 * 1024),
            Series(MeasureNames.QueueLength, "items", MeasureAggregation.Max, s => slow && s >= SlowFrom ? (s - SlowFrom) * 4 : s % 3),
            Series(MeasureNames.DbCommits, "transactions", MeasureAggregation.Delta, s => 1000 + (s * 210)),
        ];
    }
}
