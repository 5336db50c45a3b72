using System.Net.Sockets;
using System.Security.Authentication;
using LoadLab.Core.Text;
using Npgsql;

namespace LoadLab.Stacks.External;

/// <summary>Says in plain words why a Postgres cannot be used, and which part of the connection string to change.</summary>
internal static class PostgresDiagnosis
{
    /// <summary>The same, where its TLS may be the reason with what it says itself.</summary>
    public static async Task<string> FindAsync(NpgsqlConnectionStringBuilder builder, Exception fault, CancellationToken cancellationToken) =>
        fault is NpgsqlException and not PostgresException && MayBeTls(fault) && builder is { Host: { } host, RootCertificate: null } && !host.Contains(',', StringComparison.Ordinal)
            && await PostgresTls.FindAsync(host, builder.Port, cancellationToken).ConfigureAwait(false) is { } why
            ? why
            : Explain(builder, fault);

    /// <summary>One line, without a secret.</summary>
    public static string Explain(NpgsqlConnectionStringBuilder builder, Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } when string.IsNullOrEmpty(builder.Password) => Wanted(builder),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } => $"the password of user '{builder.Username}' is wrong, or there is no such user. Correct Username=…;Password=…",
        PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } refusal when refusal.MessageText.EndsWith("no encryption", StringComparison.Ordinal)
            && refusal.MessageText.StartsWith("no pg_hba.conf entry", StringComparison.Ordinal) => $"user '{builder.Username}' may not log in: {OneLine.Of(refusal.MessageText)}. If pg_hba.conf has a line hostssl for it, add SSL Mode=Require (sslmode=require); else correct Username=…, or pg_hba.conf on the server",
        PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } refusal => $"user '{builder.Username}' may not log in: {OneLine.Of(refusal.MessageText)}. Correct Username=…, or pg_hba.conf on the server",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => $"there is no database '{builder.Database ?? builder.Username}'. Correct Database=…",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "it has no free connection: all of max_connections are in use",
        PostgresException refusal => $"{OneLine.Of(refusal.MessageText)} ({refusal.SqlState})",
        NpgsqlException when fault.Message.StartsWith("No password has been provided", StringComparison.Ordinal) => Wanted(builder),
        NpgsqlException { InnerException: SocketException network } => network.Message,
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "no answer within 5 s",
        _ => OneLine.Of(fault),
    };

    private static bool MayBeTls(Exception fault) =>
        fault.InnerException is AuthenticationException or EndOfStreamException or IOException { InnerException: not SocketException }
        || fault.Message.Contains("SSL", StringComparison.Ordinal) || fault.Message.StartsWith("Received unexpected", StringComparison.Ordinal);

    private static string Wanted(NpgsqlConnectionStringBuilder builder) => $"it wants a password for user '{builder.Username}'. Add Password=…";
}
