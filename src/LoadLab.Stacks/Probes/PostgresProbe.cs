using LoadLab.Core.Runs;
using Npgsql;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Connects to Postgres afresh for each sample, which is the availability probe, and reads sessions and transactions.
/// Its own session is not among the sessions; its own transactions, three a sample, are among the commits.
/// </summary>
public sealed class PostgresProbe : IProbe
{
    private const string ApplicationName = "loadlab-probe";

    // Without pg_read_all_stats the state of other users' sessions is hidden: no figure rather than a wrong one.
    private const string Query = """
        SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'),
               count(*) FILTER (WHERE backend_type = 'client backend'),
               count(*) FILTER (WHERE backend_type = 'client backend' AND state = 'active'),
               count(*) FILTER (WHERE backend_type = 'client backend' AND state = 'active' AND wait_event_type IS NULL),
               count(*) FILTER (WHERE backend_type = 'client backend' AND wait_event_type = 'Lock'),
               count(*) FILTER (WHERE backend_type = 'client backend' AND state = 'active' AND wait_event_type = 'IO'),
               count(*) FILTER (WHERE backend_type = 'client backend' AND state = 'active' AND wait_event_type NOT IN ('Lock', 'IO', 'Client', 'Activity')),
               coalesce(extract(epoch FROM max(clock_timestamp() - query_start) FILTER (WHERE backend_type = 'client backend' AND state = 'active')), 0)::float8,
               current_setting('max_connections')::bigint,
               (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()),
               (SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database())
        FROM pg_stat_activity WHERE application_name <> 'loadlab-probe'
        """;

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    /// <summary>A probe of the database that the connection string names.</summary>
    /// <param name="connectionString">Npgsql connection string; a role with <c>pg_read_all_stats</c> sees all sessions.</param>
    /// <param name="time">The time; the system's by default.</param>
    public PostgresProbe(string connectionString, TimeProvider? time = null)
    {
        _source = PostgresClient.Source(connectionString, ApplicationName, ProbeTimeout.Limit);
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Name => "postgres";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures { get; } =
    [
        new(MeasureNames.DbPing, "ms", MeasureAggregation.Mean, "Time to connect to Postgres and run a query"),
        new(MeasureNames.DbSessions, "connections", MeasureAggregation.Max, "Client sessions of the server, without the probe's own"),
        new(MeasureNames.DbSessionsActive, "connections", MeasureAggregation.Max, "Client sessions that run a query"),
        new(MeasureNames.DbSessionsRunning, "connections", MeasureAggregation.Max, "Client sessions that run a query and wait for nothing"),
        new(MeasureNames.DbSessionsLocked, "connections", MeasureAggregation.Max, "Client sessions that wait for a lock"),
        new(MeasureNames.DbSessionsIo, "connections", MeasureAggregation.Max, "Client sessions that wait for the disk"),
        new(MeasureNames.DbSessionsWaiting, "connections", MeasureAggregation.Max, "Client sessions that run a query and wait for neither lock, disk nor client"),
        new(MeasureNames.DbLongestStatement, "s", MeasureAggregation.Max, "Age of the longest running statement; 0 when none runs"),
        new(MeasureNames.DbSessionsMax, "connections", MeasureAggregation.Last, "max_connections of the server"),
        new(MeasureNames.DbCommits, "transactions", MeasureAggregation.Delta, "Committed transactions of the database, three a second of them the probe's own"),
        new(MeasureNames.DbRollbacks, "transactions", MeasureAggregation.Delta, "Rolled-back transactions of the database"),
    ];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken) =>
        ProbeTimeout.RunAsync(Name, ReadAsync, _time, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<IReadOnlyList<double>> ReadAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (var ping = new NpgsqlCommand("SELECT 1", connection))
            await ping.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        var pingMs = _time.GetElapsedTime(start).TotalMilliseconds;

        await using var command = new NpgsqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var seesAll = reader.GetBoolean(0);
        return
        [
            pingMs, Hidden(1), Hidden(2), Hidden(3), Hidden(4), Hidden(5), Hidden(6), seesAll ? reader.GetDouble(7) : double.NaN,
            Number(8), Number(9), Number(10),
        ];

        double Number(int column) => reader.IsDBNull(column) ? double.NaN : reader.GetInt64(column);
        double Hidden(int column) => seesAll ? Number(column) : double.NaN;
    }
}
