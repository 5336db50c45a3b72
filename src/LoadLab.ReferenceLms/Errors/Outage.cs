using System.Net.Sockets;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Errors;

/// <summary>Tells a dependency that is lost or overloaded, which passes, from a fault of the service, which does not.</summary>
internal static class Outage
{
    /// <summary>Whether <paramref name="fault"/> means that Postgres or Redis can't serve just now: down, starting, out of connections, or too slow.</summary>
    public static bool IsOutage(Exception fault) => fault switch
    {
        // Class 08: connection, 53: resources, 57: shut down, starting up or cancelled by a timeout.
        PostgresException postgres => postgres.SqlState.AsSpan(0, 2) is "08" or "53" or "57",
        NpgsqlException or RedisConnectionException or RedisTimeoutException => true,

        // LOADING, READONLY, OOM and the like.
        RedisServerException => true,
        TimeoutException or SocketException => true,
        _ => false,
    };
}
