using System.Globalization;
using StackExchange.Redis;

namespace LoadLab.Stacks.Clients;

/// <summary>How LoadLab itself talks to a Redis.</summary>
internal static class RedisClient
{
    /// <summary>
    /// Options for one connection that fails at once instead of queueing. Without SUBSCRIBE the client opens no second connection, so that
    /// LoadLab is exactly one of the clients that the server counts.
    /// </summary>
    /// <exception cref="ArgumentException">The configuration cannot be read.</exception>
    public static ConfigurationOptions Options(string configuration, string clientName, TimeSpan timeout)
    {
        var options = RedisText.Parse(configuration);
        options.ClientName = clientName;
        // INFO and CONFIG GET count as administration for the client; it only reads.
        options.AllowAdmin = true;
        options.ConnectTimeout = options.AsyncTimeout = (int)timeout.TotalMilliseconds;
        // When a server hangs, the client waits for it on a thread of the pool, this long at a time, and the generator needs those threads.
        options.SyncTimeout = 50;
        options.ConnectRetry = 1;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        // ECHO is how the client tries a connection where it may; a user that may not run it would be taken for one with a wrong password. PING does as well.
        options.CommandMap = CommandMap.Create(["SUBSCRIBE", "ECHO"], available: false);
        options.TieBreaker = "";
        options.Protocol = RedisProtocol.Resp2;
        return options;
    }

    /// <summary>The lines <c>name:value</c> of INFO.</summary>
    public static IReadOnlyDictionary<string, string> ParseInfo(string? text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[0] != '#')
                values[line[..colon]] = line[(colon + 1)..];
        }

        return values;
    }

    /// <summary>A number of INFO; NaN when the server does not say it.</summary>
    public static double Number(IReadOnlyDictionary<string, string> info, string name) =>
        info.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
}
