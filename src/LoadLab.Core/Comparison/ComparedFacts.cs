using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Core.Comparison;

/// <summary>
/// What two sides on a stack that is not LoadLab's were compared by, and what is not known of it: "the same" is only as much as was looked at.
/// </summary>
/// <param name="Compared">Groups of facts that both sides have, for people: <c>Postgres: version, 24 settings, size, rows of 3 tables</c>.</param>
/// <param name="NotKnown">What is not known on one side or both, for people.</param>
public sealed record ComparedFacts(IReadOnlyList<string> Compared, IReadOnlyList<string> NotKnown)
{
    private const string Rows = "postgres.rows.";
    private static readonly string[] s_named = ["version", "size.bytes", "extensions", "mode", "keys"];

    /// <summary>The facts of two sides; null when LoadLab started the stack of all of them, and so knows it.</summary>
    internal static ComparedFacts? Of(IReadOnlyList<RunRecord> before, IReadOnlyList<RunRecord> after)
    {
        var all = before.Concat(after).ToList();
        if (all.TrueForAll(record => record.Fingerprint.GetValueOrDefault("stack.kind", record.Plan.Stack.Kind) != "external"))
        {
            return null;
        }

        var isImported = all.Exists(record => !record.HasPlan);
        var keys = all[0].Fingerprint.Keys.Where(key => all.TrueForAll(record => record.Fingerprint.ContainsKey(key))).ToHashSet(StringComparer.Ordinal);
        var (postgres, redis) = (Server("Postgres", "postgres.", keys), Server("Redis", "redis.", keys));
        var target = keys.Where(key => key.StartsWith("target.", StringComparison.Ordinal)).Select(key => key["target.".Length..]).Order(StringComparer.Ordinal).ToList();
        var images = keys.Where(key => key.StartsWith("image.", StringComparison.Ordinal) && key.EndsWith(".id", StringComparison.Ordinal)).ToList();
        return new ComparedFacts(
            [
                .. new[] { isImported ? null : "machine of the generator", isImported ? null : "address and settings of the suite", postgres, redis, target.Count > 0 ? $"what the target says of itself ({string.Join(", ", target)})" : null, images.Count > 0 ? "container images" : null }
                    .OfType<string>(),
            ],
            [
                .. new[]
                {
                    isImported ? "machine of the generator, and the address" : null,
                    images.Contains("image.target.id") ? "the target's settings" : "the target's version and settings",
                    "what it caches",
                    keys.Contains("process.target") ? null : "the machine that it runs on",
                    Missing("Postgres", "--external-postgres", postgres, !keys.Contains("postgres.size.bytes"), "how much data it has"),
                    Missing("Redis", "--external-redis", redis, !keys.Contains("redis.keys"), "how many keys it has"),
                }.OfType<string>(),
            ]);
    }

    private static string? Missing(string server, string option, string? compared, bool noData, string data) =>
        compared is null ? $"{server} (give {option} on both sides)" : noData ? $"{server}: {data}" : null;

    private static string? Server(string name, string prefix, HashSet<string> keys)
    {
        var own = keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var (rows, named) = (own.Count(key => key.StartsWith(Rows, StringComparison.Ordinal)), s_named.Where(word => own.Contains(prefix + word)).ToList());
        List<string> parts = [.. named.Select(word => word == "size.bytes" ? "size" : word), .. rows > 0 ? [$"rows of {Units.Count(rows)} table{(rows == 1 ? "" : "s")}"] : Array.Empty<string>()];
        var settings = own.Count - rows - named.Count;
        if (settings > 0)
        {
            parts.Add($"{Units.Count(settings)} settings");
        }

        return parts.Count == 0 ? null : $"{name} ({string.Join(", ", parts)})";
    }
}
