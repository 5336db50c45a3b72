using System.Globalization;
using System.Net;
using LoadLab.Core.Text;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.Stacks.Clients;

/// <summary>Names of targets that may be shown: where they are, never how to get in.</summary>
public static class Redaction
{
    /// <summary>The address without user name and password, and without its query.</summary>
    internal static string Address(Uri address) => SecretText.Address(address);

    /// <summary>Host, port and database.</summary>
    internal static string Postgres(NpgsqlConnectionStringBuilder builder) =>
        SecretText.Connection(string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}/{builder.Database}"));

    /// <summary>The end points.</summary>
    internal static string Redis(ConfigurationOptions options) => SecretText.Connection(string.Join(",", options.EndPoints.Select(point => point switch
    {
        DnsEndPoint dns => string.Create(CultureInfo.InvariantCulture, $"{dns.Host}:{dns.Port}"),
        _ => point.ToString(),
    })));

    /// <summary>What of a connection string must not be shown, as it stands there and as it is sent.</summary>
    /// <param name="connection">Of Postgres or of Redis, readable or not.</param>
    public static IEnumerable<string> Secrets(string connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!SecretText.HasPassword(connection))
            return [];
        var hidden = SecretText.Connection(connection);
        var tail = connection[hidden.IndexOf(SecretText.Redacted, StringComparison.Ordinal)..];
        var end = hidden.IndexOf(SecretText.Redacted, StringComparison.Ordinal) + SecretText.Redacted.Length;
        var written = end < hidden.Length && connection.EndsWith(hidden[end..], StringComparison.Ordinal) ? tail[..^(hidden.Length - end)] : tail;
        return new[] { written, Try(() => PostgresText.Parse(connection).Password), Try(() => RedisText.Parse(connection).Password) }
            .OfType<string>().Where(secret => secret.Length > 0).Distinct();
    }

    private static string? Try(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
