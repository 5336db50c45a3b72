using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Metrics;
using Npgsql;

namespace LoadLab.ReferenceLms.Data;

/// <summary>The way to Postgres: pooled connections, timed queries, and the delay that a test can ask for. Thread-safe.</summary>
internal sealed class Database(NpgsqlDataSource source, LmsOptions options, LmsMetrics metrics, TimeProvider time)
{
    /// <summary>A data source with the service's pool.</summary>
    public static NpgsqlDataSource CreateSource(LmsOptions options)
    {
        var given = new NpgsqlConnectionStringBuilder(options.Postgres);
        var settings = new NpgsqlConnectionStringBuilder(options.Postgres)
        {
            MaxPoolSize = options.PoolSize,
            MinPoolSize = Math.Min(given.MinPoolSize, options.PoolSize),
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
        };
        settings.ApplicationName ??= "lms";

        // A student does not wait longer than this for a connection or an answer; whoever sets it himself gets his own.
        if (!given.ShouldSerialize("Timeout"))
        {
            settings.Timeout = 5;
        }

        if (!given.ShouldSerialize("Command Timeout"))
        {
            settings.CommandTimeout = 15;
        }

        // The name is the pool's tag in the metrics; without it the tag is the connection string.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = NpgsqlPoolListener.PoolName }.Build();
    }

    /// <summary>Runs one query on a connection of the pool.</summary>
    public async Task<T> ReadAsync<T>(
        Sql sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await new DatabaseSession(connection, options.QueryDelay, metrics, time).ReadAsync(sql, parameters, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one statement on a connection of the pool.</summary>
    /// <returns>Rows changed.</returns>
    public Task<int> ExecuteAsync(Sql sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        ReadAsync(sql, parameters, DatabaseSession.CountChangedAsync, cancellationToken);

    /// <summary>Runs <paramref name="work"/> in one transaction, committed when it returns and rolled back when it throws.</summary>
    public async Task<T> InTransactionAsync<T>(Func<DatabaseSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var result = await work(new DatabaseSession(connection, options.QueryDelay, metrics, time), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }
}
