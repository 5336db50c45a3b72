using LoadLab.Stacks.Clients;
using StackExchange.Redis;

namespace LoadLab.Stacks.Fingerprints;

/// <summary>What a running Redis says about itself.</summary>
internal static class RedisFingerprint
{
    private static readonly string[] s_settings = ["maxmemory-policy", "save", "appendonly", "appendfsync"];

    /// <summary>Reads <c>redis.version</c>, <c>redis.maxmemory</c> (bytes) and, where CONFIG is allowed, persistence and eviction.</summary>
    /// <param name="configuration">StackExchange.Redis configuration.</param>
    /// <param name="alsoNamed">Further settings: those that the suite sets.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string configuration, IEnumerable<string> alsoNamed)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisClient.Options(configuration, "loadlab-setup", TimeSpan.FromSeconds(5))).ConfigureAwait(false);
        var database = connection.GetDatabase();
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var info = await InfoAsync(database).ConfigureAwait(false);
        Keep("redis.version", info.GetValueOrDefault("redis_version"));
        Keep("redis.mode", info.GetValueOrDefault("redis_mode"));
        Keep("redis.maxmemory", info.GetValueOrDefault("maxmemory"));
        foreach (var name in s_settings.Concat(alsoNamed).Distinct(StringComparer.Ordinal))
        {
            try
            {
                var answer = (RedisResult[]?)await database.ExecuteAsync("CONFIG", "GET", name).ConfigureAwait(false);
                if (answer is { Length: >= 2 } && name != "maxmemory")
                    Keep("redis." + name, (string?)answer[1]);
            }
            catch (RedisServerException)
            {
                // A managed Redis has no CONFIG: what INFO says must do.
                break;
            }
        }

        return values;

        // A user that may not run INFO can still be used: what it does not show is not known.
        static async Task<IReadOnlyDictionary<string, string>> InfoAsync(IDatabase database)
        {
            try
            {
                return RedisClient.ParseInfo((string?)await database.ExecuteAsync("INFO", "everything").ConfigureAwait(false));
            }
            catch (RedisServerException refusal) when (refusal.Kind == RedisErrorKind.NoPermission)
            {
                return new Dictionary<string, string>();
            }
        }

        void Keep(string key, string? value)
        {
            if (value is not null)
                values[key] = value;
        }
    }
}
