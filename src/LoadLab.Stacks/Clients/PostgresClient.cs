using Npgsql;

namespace LoadLab.Stacks.Clients;

/// <summary>How LoadLab itself talks to a Postgres.</summary>
internal static class PostgresClient
{
    /// <summary>
    /// A source that makes a real connection each time and asks nothing but what it is told to: no pool that would hide a server that takes
    /// no more connections, and no catalogue queries that would be counted as load.
    /// </summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static NpgsqlDataSource Source(string connectionString, string applicationName, TimeSpan timeout, string? database = null)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds));
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.Pooling = false;
        builder.ConnectionStringBuilder.Multiplexing = false;
        builder.ConnectionStringBuilder.ApplicationName = applicationName;
        builder.ConnectionStringBuilder.Timeout = seconds;
        builder.ConnectionStringBuilder.CommandTimeout = seconds;
        if (database is not null)
            builder.ConnectionStringBuilder.Database = database;
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }
}
