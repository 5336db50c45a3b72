using System.Net;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.Stacks.External;

/// <summary>Names of targets that may be shown: where they are, never how to get in.</summary>
internal static class Redaction
{
    /// <summary>The address without user name and password, and without its query.</summary>
    public static string Address(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Host, port and database.</summary>
    public static string Postgres(NpgsqlConnectionStringBuilder builder) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}/{builder.Database}");

    /// <summary>The end points.</summary>
    public static string Redis(ConfigurationOptions options) => string.Join(",", options.EndPoints.Select(point => point switch
    {
        DnsEndPoint dns => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{dns.Host}:{dns.Port}"),
        _ => point.ToString(),
    }));
}
