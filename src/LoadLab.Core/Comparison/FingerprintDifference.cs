using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Comparison;

/// <summary>A fact of machine, stack or settings that is not the same on both sides.</summary>
/// <param name="Key">The fact: <c>cpu.count</c>, <c>postgres.shared_buffers</c>, <c>set lms.delay</c>, <c>fault redis pause at 20s</c>.</param>
/// <param name="Before">Its values on the first side; empty when it has none there.</param>
/// <param name="After">The same of the second side.</param>
/// <param name="Matters">True when it alone may explain a shift: CPU, memory, Postgres, data, stack, generator, what was broken on purpose.</param>
public sealed record FingerprintDifference(string Key, IReadOnlyList<string> Before, IReadOnlyList<string> After, bool Matters)
{
    private static readonly string[] Prefixes = ["cpu.", "memory", "postgres", "redis", "smtp", "data", "stack", "generator", "api", "container", "limit", "lms.", "set ", "image", "target", "process.", "fault "];

    /// <summary>Sizes that count as the same: data grow while they are used.</summary>
    public const double SizeTolerance = 0.05;

    /// <summary>Values of a side for people: <c>none</c> for what is not there.</summary>
    public static string Text(IEnumerable<string> values) => string.Join(", ", values.Select(value => value.Length == 0 ? "none" : value));

    /// <summary>All facts that differ, those that matter first.</summary>
    internal static IReadOnlyList<FingerprintDifference> Of(IReadOnlyList<RunRecord> before, IReadOnlyList<RunRecord> after)
    {
        var (a, b) = (before.Select(Facts).ToList(), after.Select(Facts).ToList());
        return
        [
            .. a.Concat(b).SelectMany(facts => facts.Keys).Distinct(StringComparer.Ordinal)
                .Select(key => new FingerprintDifference(key, Values(a, key), Values(b, key), Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))))
                .Where(fact => IsSize(fact.Key) ? !IsSameSize(fact) : fact.Before.Count != 1 || fact.After.Count != 1 || fact.Before[0] != fact.After[0])
                .Select(ReadableSize)
                .OrderBy(fact => !fact.Matters)
                .ThenBy(fact => fact.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>True for how much data there is: bytes of a database, rows of a table, keys of a Redis.</summary>
    internal static bool IsSize(string key) => key is "postgres.size.bytes" or "redis.keys" || key.StartsWith("postgres.rows.", StringComparison.Ordinal);

    private static bool IsSameSize(FingerprintDifference fact)
    {
        var (before, after) = (Median(fact.Before), Median(fact.After));
        return before is { } a && after is { } b && Math.Abs(b - a) <= SizeTolerance * Math.Max(a, b);
    }

    /// <summary>The middle of a side's values; null when one of its runs does not know it.</summary>
    private static double? Median(IReadOnlyList<string> values)
    {
        var numbers = values.Select(value => double.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).Order().ToList();
        return numbers.Exists(double.IsNaN) ? null : numbers[numbers.Count / 2];
    }

    private static FingerprintDifference ReadableSize(FingerprintDifference fact) => !IsSize(fact.Key) ? fact : fact with { Before = Range(fact.Key, fact.Before), After = Range(fact.Key, fact.After) };

    private static List<string> Range(string key, IReadOnlyList<string> values)
    {
        var numbers = values.Where(value => value.Length > 0).Select(value => double.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)).Order().ToList();
        string Text(double number) => key.EndsWith(".bytes", StringComparison.Ordinal) ? Units.Bytes(number) : Units.Count((long)number);
        return numbers.Count switch
        {
            0 => [""],
            1 => [Text(numbers[0])],
            _ => [$"{Text(numbers[0])} to {Text(numbers[^1])}"],
        };
    }

    private static Dictionary<string, string> Facts(RunRecord record)
    {
        var facts = new Dictionary<string, string>(record.Fingerprint, StringComparer.Ordinal);
        foreach (var (key, value) in record.Plan.Settings.Concat(record.Plan.Overrides).Where(pair => !record.Fingerprint.ContainsKey(pair.Key)))
        {
            facts["set " + key] = value;
        }

        foreach (var (fault, length) in PlanDifference.Faults(record.Plan))
        {
            facts[fault] = length;
        }

        facts["seed"] = record.Plan.Seed.ToString(CultureInfo.InvariantCulture);

        return facts;
    }

    private static List<string> Values(List<Dictionary<string, string>> facts, string key) =>
        [.. facts.Select(one => Readable(one.GetValueOrDefault(key, ""))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A duration as people write it: <c>100ms</c> for <c>00:00:00.1000000</c>.</summary>
    private static string Readable(string value) =>
        value.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out var duration) ? DurationValue.Format(duration) : value;
}
