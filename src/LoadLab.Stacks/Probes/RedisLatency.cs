using System.Globalization;
using LoadLab.Core.Measurement;
using StackExchange.Redis;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// What <c>LATENCY HISTOGRAM</c> (Redis 7) has counted of the times of commands inside Redis: without the network, without the wait for other
/// commands, and without the time in which a blocking command waits. Commands that only connections and monitors use are left out.
/// </summary>
internal static class RedisLatency
{
    private static readonly HashSet<string> s_leftOut = new(StringComparer.OrdinalIgnoreCase)
    {
        "acl", "auth", "client", "cluster", "command", "config", "debug", "echo", "hello", "info", "latency", "memory", "monitor", "ping", "select", "slowlog", "subscribe",
    };

    /// <summary>The measure of all commands.</summary>
    public static Measure Count { get; } = TimeBucket.CountOf(MeasureNames.RedisCommandTime, "Commands by their time inside Redis, from LATENCY HISTOGRAM");

    /// <summary>Running totals of the buckets, all commands together.</summary>
    /// <param name="answer">For each command its name, then <c>calls</c>, a number, <c>histogram_usec</c>, and upper bound after count up to it.</param>
    /// <exception cref="FormatException">The answer is of another form.</exception>
    public static IReadOnlyDictionary<TimeBucket, double> Parse(RedisResult answer)
    {
        var totals = new Dictionary<TimeBucket, double>();
        var entries = Items(answer);
        for (var i = 0; i + 1 < entries.Length; i += 2)
        {
            if (s_leftOut.Contains(((string?)entries[i] ?? "").Split('|')[0]))
                continue;
            var fields = Items(entries[i + 1]);
            var at = Array.FindIndex(fields, field => field.Resp2Type == ResultType.BulkString && (string?)field == "histogram_usec");
            if (at < 0 || at + 1 >= fields.Length)
                throw new FormatException("LATENCY HISTOGRAM answered without a histogram_usec.");
            Add(totals, Items(fields[at + 1]));
        }

        return totals;
    }

    // Each bound is twice the one before, and those without samples are left out: a bucket begins at half of its bound, in whole µs.
    private static void Add(Dictionary<TimeBucket, double> totals, RedisResult[] cumulative)
    {
        long below = 0;
        for (var i = 0; i + 1 < cumulative.Length; i += 2)
        {
            var (bound, upTo) = (Number(cumulative[i]), Number(cumulative[i + 1]));
            var bucket = new TimeBucket(MeasureNames.RedisCommandTime, bound / 2 / 1000.0, bound / 1000.0);
            totals[bucket] = totals.GetValueOrDefault(bucket) + upTo - below;
            below = upTo;
        }
    }

    private static RedisResult[] Items(RedisResult result) => (RedisResult[]?)result ?? throw new FormatException("LATENCY HISTOGRAM answered with something that is no list.");

    private static long Number(RedisResult result) => long.Parse((string?)result ?? "", CultureInfo.InvariantCulture);
}
