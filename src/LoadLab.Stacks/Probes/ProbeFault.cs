using System.Net.Sockets;
using LoadLab.Core.Text;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.Stacks.Probes;

/// <summary>Why a server gave no answer, in one line: the clients' own messages are advice to programmers, and pages of counters.</summary>
internal static class ProbeFault
{
    /// <summary>The fault in one line.</summary>
    public static string Describe(Exception fault) => fault switch
    {
        PostgresException refusal => $"{refusal.MessageText} ({refusal.SqlState})",
        NpgsqlException { InnerException: SocketException network } => network.Message,
        NpgsqlException { InnerException: TimeoutException } or RedisTimeoutException => "no answer in time",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "it refuses the password, or the user",
        RedisConnectionException connection => Innermost(connection) is SocketException network ? network.Message : "no connection to it",
        _ => OneLine.Of(fault),
    };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
