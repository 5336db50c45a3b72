using LoadLab.ReferenceLms.Configuration;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Hosting;

/// <summary>The service's connection to Redis.</summary>
internal static class RedisConnection
{
    /// <summary>Connects, or keeps trying in the background when Redis is not there yet.</summary>
    public static IConnectionMultiplexer Open(LmsOptions options)
    {
        var settings = ConfigurationOptions.Parse(options.Redis);
        settings.AbortOnConnectFail = false;
        settings.ClientName ??= "lms";

        // While Redis is away a command fails at once; a backlog would turn an outage into a pile of waiting requests.
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ReconnectRetryPolicy = new LinearRetry(500);
        settings.ConnectTimeout = 2_000;
        settings.AsyncTimeout = 2_000;
        settings.SyncTimeout = 2_000;
        return ConnectionMultiplexer.Connect(settings);
    }
}
