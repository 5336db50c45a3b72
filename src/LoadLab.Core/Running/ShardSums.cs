using LoadLab.Core.Cgroups;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Adds up what the shards of a plan measured.</summary>
internal static class ShardSums
{
    public static PhaseResult Phase(IReadOnlyList<PhaseResult> parts)
    {
        // Held is what all shards offered at once: the time that they have in common.
        var from = parts.Max(part => part.MeasureStartSecond);
        var last = parts.Max(part => part.MeasureStartSecond + part.MeasuredSeconds);
        return new PhaseResult
        {
            Name = parts[0].Name,
            StartSecond = parts.Min(part => part.StartSecond),
            MeasureStartSecond = from,
            MeasureEndSecond = Math.Max(from, parts.Min(part => part.MeasureEndSecond)),
            MeasuredSeconds = last - parts.Min(part => part.MeasureStartSecond),
            Measured = parts.Aggregate(default(Counts), (sum, part) => sum + part.Measured),
            Whole = parts.Aggregate(default(Counts), (sum, part) => sum + part.Whole),
            Little = Little([.. parts.Select(part => part.Little)]),
            StatusCodes = StatusCodes(parts),
            FailureSamples = FailureSamples(parts),
            Failures = ShardFailures.Of(parts),
            Examples = ShardFailures.Examples(parts),
            CutOff = ShardFailures.CutOff(parts),
            Blocked = ShardFailures.Blocked(parts),
            Traces = PhaseTraces.Merge(parts.Select(part => part.Traces)),
            Connections = new ConnectionCounts(
                parts.Sum(part => part.Connections.Connects), parts.Sum(part => part.Connections.TlsHandshakes), parts.Sum(part => part.Connections.Requests),
                parts.Sum(part => part.Connections.WithoutFile), parts.Sum(part => part.Connections.Reconnects), parts.Sum(part => part.Connections.Resends),
                parts.Sum(part => part.Connections.WithoutPort)),
        };
    }

    public static IReadOnlyList<LoadSecond> Seconds(IReadOnlyList<RunRecord> records) =>
    [
        .. records.SelectMany(record => record.Seconds)
            .GroupBy(second => (second.Second, second.Phase))
            .Select(group => new LoadSecond
            {
                Second = group.Key.Second,
                Phase = group.Key.Phase,
                Measured = group.Any(second => second.Measured),
                Counts = group.Aggregate(default(Counts), (sum, second) => sum + second.Counts),
                VirtualUsers = group.Sum(second => second.VirtualUsers),
                InFlight = group.Sum(second => second.InFlight),
                Lag = PackedHistogram.Merge(group.Select(second => second.Lag)).Pack(),
                Slices = [],
            })
            .OrderBy(second => second.Second),
    ];

    public static IReadOnlyList<LoadSlice> Slices(IReadOnlyList<RunRecord> records) =>
    [
        .. records.SelectMany(record => record.Slices)
            .GroupBy(slice => (slice.Second, slice.Key))
            .Select(group => new LoadSlice(
                group.Key.Second,
                group.Key.Key,
                PackedHistogram.Merge(group.Select(slice => slice.Response)).Pack(),
                PackedHistogram.Merge(group.Select(slice => slice.Service)).Pack()))
            .OrderBy(slice => slice.Second),
    ];

    /// <summary>The worst generator of each second: no shard's trouble may hide behind another's ease.</summary>
    public static IReadOnlyList<HealthSecond> Health(IReadOnlyList<RunRecord> records) =>
    [
        .. records.SelectMany(record => record.Health)
            .GroupBy(health => health.Second)
            .OrderBy(group => group.Key)
            .Select(group => new HealthSecond(
                group.Key,
                Worst(group, health => health.ProcessCpu),
                Worst(group, health => health.MachineCpuRatio),
                Worst(group, health => health.GcPauseMs),
                group.Max(health => health.ThreadPoolQueue),
                Worst(group, health => health.CanaryLateMs),
                Worst(group, health => health.CanaryP99Ms),
                group.Max(health => health.WorkingSetBytes))
            {
                TimerLateMs = Worst(group, health => health.TimerLateMs),
                ThreadWaitMs = Worst(group, health => health.ThreadWaitMs),
                Throttling = group.Select(health => health.Throttling).OfType<Throttling>().OrderByDescending(seen => seen.Ratio).Cast<Throttling?>().FirstOrDefault(),
            }),
    ];

    /// <summary>N and X add up; R and Z are per iteration, so that X · (R + Z) adds up too.</summary>
    private static LittlesLaw Little(IReadOnlyList<LittlesLaw> parts)
    {
        var throughput = parts.Sum(part => Finite(part.ThroughputPerSecond));
        double Mean(Func<LittlesLaw, double> of) =>
            throughput > 0 ? parts.Sum(part => Finite(part.ThroughputPerSecond) * Finite(of(part))) / throughput : 0;
        return new LittlesLaw(
            parts.Sum(part => Finite(part.Users)),
            throughput,
            Mean(part => part.ServiceSeconds),
            Mean(part => part.ThinkSeconds),
            parts.Sum(part => part.Iterations),
            parts.Max(part => Finite(part.MeasuredSeconds)));
    }

    private static SortedDictionary<string, IReadOnlyDictionary<string, long>> StatusCodes(IReadOnlyList<PhaseResult> parts)
    {
        var sums = new SortedDictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal);
        foreach (var series in parts.SelectMany(part => part.StatusCodes).GroupBy(pair => pair.Key))
        {
            var codes = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (code, count) in series.SelectMany(pair => pair.Value))
            {
                codes[code] = codes.GetValueOrDefault(code) + count;
            }

            sums[series.Key] = codes;
        }

        return sums;
    }

    private static SortedDictionary<string, string> FailureSamples(IReadOnlyList<PhaseResult> parts)
    {
        var samples = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, message) in parts.SelectMany(part => part.FailureSamples))
        {
            samples.TryAdd(key, message);
        }

        return samples;
    }

    private static double Worst(IEnumerable<HealthSecond> seconds, Func<HealthSecond, double> of) =>
        seconds.Select(of).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
