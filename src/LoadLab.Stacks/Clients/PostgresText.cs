using Npgsql;

namespace LoadLab.Stacks.Clients;

/// <summary>Reads where a Postgres is: Npgsql's connection string, or the URI that libpq, psql and most frameworks take. Pure functions.</summary>
internal static class PostgresText
{
    /// <summary>What may be written, for messages.</summary>
    public const string Allowed = "Write Host=…;Port=…;Username=…;Password=…;Database=… or postgres://user:password@host:port/database";

    private static readonly Dictionary<string, string> s_options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["options"] = "Options",
        ["search_path"] = "Search Path",
        ["schema"] = "Search Path",
    };

    /// <summary>The connection string for Npgsql.</summary>
    /// <exception cref="ArgumentException">It is neither. Nothing of the text is in the message.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var builder = ConnectionUri.TryParse(text, ["postgres", "postgresql"]) is { } uri ? Of(uri) : new NpgsqlConnectionStringBuilder(text);

            // Commas where semicolons should be: all of it would be looked up as names of hosts, and be printed.
            return builder.Host?.Contains('=', StringComparison.Ordinal) == true ? throw new ArgumentException(Allowed) : builder;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException or KeyNotFoundException or InvalidCastException)
        {
            // Its own message quotes what it could not read, and that may be a part of the password.
            throw new ArgumentException(Allowed);
        }
    }

    private static NpgsqlConnectionStringBuilder Of(ConnectionUri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        var hosts = uri.Hosts.Where(host => host.Length > 0).ToList();
        if (hosts.Count == 1 && ConnectionUri.HasPort(hosts[0]))
        {
            builder.Host = ConnectionUri.WithoutPort(hosts[0]);
            builder.Port = int.Parse(hosts[0][(hosts[0].LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            builder.Host = hosts.Count == 0 ? "localhost" : hosts.Count == 1 ? ConnectionUri.WithoutPort(hosts[0]) : string.Join(',', hosts);
        }

        if (uri.User is { Length: > 0 } user)
            builder.Username = user;
        if (uri.Password is { } password)
            builder.Password = password;
        if (uri.Path.Length > 0)
            builder.Database = uri.Path;
        foreach (var (key, value) in uri.Options)
            builder[s_options[key]] = key.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? value.Replace("-", "", StringComparison.Ordinal) : value;
        return builder;
    }
}
