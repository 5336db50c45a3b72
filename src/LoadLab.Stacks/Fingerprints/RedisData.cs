using System.Globalization;
using LoadLab.Stacks.Clients;
using StackExchange.Redis;

namespace LoadLab.Stacks.Fingerprints;

/// <summary>What a Redis that LoadLab did not fill holds, and what its owner has set.</summary>
internal static class RedisData
{
    private static readonly string[] s_settings =
    [
        "activedefrag", "client-output-buffer-limit", "databases", "hash-max-listpack-entries", "hz", "io-threads", "latency-tracking", "lazyfree-lazy-eviction", "lfu-decay-time",
        "list-max-listpack-size", "maxclients", "maxmemory-samples", "notify-keyspace-events", "slowlog-log-slower-than", "timeout",
    ];

    /// <summary>Reads <c>redis.keys</c> (of all databases, where INFO is allowed) and, where CONFIG is allowed, <c>redis.SETTING</c>. What may not be read is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string configuration)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisClient.Options(configuration, "loadlab-setup", TimeSpan.FromSeconds(5))).ConfigureAwait(false);
        var database = connection.GetDatabase();
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            // "db0:keys=12,expires=3,avg_ttl=0"; a database without keys has no line.
            var keyspace = RedisClient.ParseInfo((string?)await database.ExecuteAsync("INFO", "keyspace").ConfigureAwait(false));
            facts["redis.keys"] = keyspace.Values.Sum(line => long.TryParse(line.Split(',')[0].Split('=')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var keys) ? keys : 0)
                .ToString(CultureInfo.InvariantCulture);
            foreach (var name in s_settings)
            {
                if ((RedisResult[]?)await database.ExecuteAsync("CONFIG", "GET", name).ConfigureAwait(false) is { Length: >= 2 } answer && (string?)answer[1] is { } value)
                    facts["redis." + name] = value;
            }
        }
        catch (RedisServerException)
        {
            // A managed Redis has no CONFIG, and a user may not be let.
        }

        return facts;
    }
}
