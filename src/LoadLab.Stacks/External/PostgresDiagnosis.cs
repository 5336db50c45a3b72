using System.Net.Sockets;
using LoadLab.Core.Text;
using Npgsql;

namespace LoadLab.Stacks.External;

/// <summary>Says in plain words why a Postgres cannot be used, and which part of the connection string to change.</summary>
internal static class PostgresDiagnosis
{
    /// <summary>One line, without a secret.</summary>
    public static string Explain(NpgsqlConnectionStringBuilder builder, Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } when string.IsNullOrEmpty(builder.Password) => Wanted(builder),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } => $"the password of user '{builder.Username}' is wrong, or there is no such user. Correct Username=…;Password=…",
        PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } refusal => $"user '{builder.Username}' may not log in: {OneLine.Of(refusal.MessageText)}. Correct Username=…, or pg_hba.conf on the server",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => $"there is no database '{builder.Database ?? builder.Username}'. Correct Database=…",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "it has no free connection: all of max_connections are in use",
        PostgresException refusal => $"{OneLine.Of(refusal.MessageText)} ({refusal.SqlState})",
        NpgsqlException when fault.Message.StartsWith("No password has been provided", StringComparison.Ordinal) => Wanted(builder),
        NpgsqlException { InnerException: SocketException network } => network.Message,
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "no answer within 5 s",
        _ => OneLine.Of(fault),
    };

    private static string Wanted(NpgsqlConnectionStringBuilder builder) => $"it wants a password for user '{builder.Username}'. Add Password=…";
}
