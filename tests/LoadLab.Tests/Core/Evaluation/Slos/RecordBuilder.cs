using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>One good run of two phases, made up: tests alter one thing of it.</summary>
internal sealed class RecordBuilder
{
    public const int PhaseSeconds = 60;

    public const int OpenRate = 100;

    /// <summary>Response time in microseconds of the i-th sample in a second of a phase.</summary>
    public Func<string, int, int, long> ResponseMicros { get; set; } = (_, second, i) => 20_000 + (second * 7 % 5 * 1_000) + (i * 300);

    /// <summary>Class of the i-th sample in a second of a phase.</summary>
    public Func<string, int, int, string> Class { get; set; } = (_, _, _) => ResultClasses.Ok;

    public string Step { get; set; } = "browse";

    public long LagMicros { get; set; } = 500;

    public long Dropped { get; set; }

    public int UsersAlive { get; set; } = 1_000;

    public double LittleUsers { get; set; } = 100;

    public double CanaryMs { get; set; } = 1;

    public RunOutcome Outcome { get; set; } = RunOutcome.Completed;

    public double PoolUsed { get; set; } = 10;

    public Dictionary<string, Func<int, double>> Probes { get; } = new()
    {
        [MeasureNames.DbPoolMax] = _ => 50,
        [MeasureNames.RedisMemoryUsed] = _ => 10e6,
        [MeasureNames.RedisMemoryMax] = _ => 256e6,
        [MeasureNames.QueueLength] = second => second % 5,
    };

    public SortedDictionary<string, string> Fingerprint { get; } = new() { ["postgres.fsync"] = "on" };

    public IReadOnlyList<string> Slos { get; set; } = [];

    public int Users { get; set; } = 1_000;

    public double Rate { get; set; } = 150;

    public int PerSecond { get; set; } = OpenRate;

    public static SloCatalogue Catalogue { get; } = SloCatalogue.Load(Path.Combine(Root(), "scenarios", "catalogue", "lms.yaml"));

    public static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "LoadLab.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }

    public RunRecord Build()
    {
        PerSecond = (int)Rate;
        Probes.TryAdd(MeasureNames.DbPoolUsed, _ => PoolUsed);
        return new RunRecord
        {
            RunId = "run",
            StartedAt = DateTimeOffset.UnixEpoch,
            Plan = Plan(),
            Outcome = Outcome,
            Fingerprint = Fingerprint,
            Phases = [Result("users", 0), Result("rate", PhaseSeconds)],
            Seconds = [.. Seconds("users", 0), .. Seconds("rate", PhaseSeconds)],
            Slices = [.. Slices("users", 0), .. Slices("rate", PhaseSeconds)],
            Health = [.. Enumerable.Range(0, 2 * PhaseSeconds).Select(second => new HealthSecond(second, 0.3, 0.5, 1, 0, CanaryMs, CanaryMs, 100_000_000))],
            Probes = [.. Probes.Select(Series)],
        };
    }

    private RunPlan Plan() => new()
    {
        Suite = "test",
        Seed = 1,
        ScenarioAssembly = "Some.Scenarios",
        Stack = new StackPlan { Kind = "processes" },
        Catalogue = "lms",
        Slos = Slos,
        Phases =
        [
            Phase("users", LoadModel.Closed, Simulation.KeepConstant(Users, TimeSpan.FromSeconds(PhaseSeconds))),
            Phase("rate", LoadModel.Open, Simulation.Inject(Rate, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(PhaseSeconds))),
        ],
    };

    private static PhasePlan Phase(string name, LoadModel model, LoadSimulation simulation) => new()
    {
        Name = name,
        Model = model,
        Mix = [new ScenarioShare("student", 1)],
        Segments = [new LoadSegment(simulation, true)],
        MaxVirtualUsers = 2_000,
        Connections = ConnectionPolicy.Shared,
    };

    private PhaseResult Result(string name, int start)
    {
        var classes = Enumerable.Range(start, PhaseSeconds).SelectMany(second => Enumerable.Range(0, PerSecond).Select(i => Class(name, second, i))).ToList();
        var ok = classes.Count(c => c == ResultClasses.Ok);
        var counts = new Counts(classes.Count + Dropped, classes.Count, Dropped, ok, classes.Count - ok, 0);
        return new PhaseResult
        {
            Name = name,
            StartSecond = start,
            MeasureStartSecond = start,
            MeasureEndSecond = start + PhaseSeconds,
            MeasuredSeconds = PhaseSeconds,
            Measured = counts,
            Whole = counts,
            Little = new LittlesLaw(LittleUsers, 100, 0.1, 0.9, classes.Count, 60),
            StatusCodes = new Dictionary<string, IReadOnlyDictionary<string, long>>(),
            FailureSamples = new Dictionary<string, string>(),
            Connections = new ConnectionCounts(1, 0, 1),
        };
    }

    private IEnumerable<LoadSecond> Seconds(string phase, int start)
    {
        var lag = new LatencyHistogram();
        lag.Record(LagMicros, PerSecond);
        return Enumerable.Range(start, PhaseSeconds).Select(second => new LoadSecond
        {
            Second = second,
            Phase = phase,
            Measured = true,
            Counts = default,
            VirtualUsers = UsersAlive,
            InFlight = 1,
            Lag = lag.Pack(),
            Slices = [],
        });
    }

    private IEnumerable<LoadSlice> Slices(string phase, int start)
    {
        var histogram = new LatencyHistogram();
        foreach (var second in Enumerable.Range(start, PhaseSeconds))
        {
            foreach (var group in Enumerable.Range(0, PerSecond).GroupBy(i => Class(phase, second, i)))
            {
                histogram.Reset();
                foreach (var i in group)
                {
                    histogram.Record(ResponseMicros(phase, second, i));
                }

                var packed = histogram.Pack();
                foreach (var step in new[] { SeriesKey.WholeIteration, Step }.Distinct())
                {
                    yield return new LoadSlice(second, new SeriesKey(phase, "student", step, group.Key, true), packed, packed);
                }
            }
        }
    }

    private static ProbeSeries Series(KeyValuePair<string, Func<int, double>> probe) => new(
        new Measure(probe.Key, probe.Key == MeasureNames.QueueLength ? "items" : "units", MeasureAggregation.Max, ""),
        [.. Enumerable.Range(0, 2 * PhaseSeconds).Select(second => new ProbePoint(second + 0.2, probe.Value(second))).Where(point => !double.IsNaN(point.Value))]);
}
