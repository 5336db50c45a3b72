using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Clients;
using Npgsql;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Connects to Postgres afresh for each sample, which is the availability probe, and reads sessions, what they wait for, and transactions.
/// A server that does not answer is a sample too: <c>db.up</c> is 0, and the rest a gap. At the end it sums up the statements of the run.
/// Its own session is not among the sessions; its own transactions, some five a sample, are among the commits.
/// </summary>
internal sealed class PostgresProbe : IProbe
{
    private const string ApplicationName = "loadlab-probe";

    // Without pg_read_all_stats the state of other users' sessions is hidden, and with track_activities or track_counts off the server does not
    // keep it: no figure rather than a wrong one.
    private const string Query = $"""
        SELECT {PostgresStatements.Mark} pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'),
               count(*) FILTER (WHERE backend_type = 'client backend'),
               count(*) FILTER (WHERE backend_type = 'client backend' AND state = 'active'),
               count(*) FILTER (WHERE backend_type = 'client backend' AND state = 'active' AND wait_event_type IS NULL),
               count(*) FILTER (WHERE backend_type = 'client backend' AND wait_event_type = 'Lock'),
               count(*) FILTER (WHERE backend_type = 'client backend' AND state = 'active' AND wait_event_type = 'IO'),
               count(*) FILTER (WHERE backend_type = 'client backend' AND state = 'active' AND wait_event_type NOT IN ('Lock', 'IO', 'Client', 'Activity')),
               coalesce(extract(epoch FROM max(clock_timestamp() - query_start) FILTER (WHERE backend_type = 'client backend' AND state = 'active')), 0)::float8,
               current_setting('max_connections')::bigint,
               (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database() AND current_setting('track_counts') = 'on'),
               (SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database() AND current_setting('track_counts') = 'on'),
               current_setting('track_activities') = 'on' AND coalesce(bool_and(state <> 'disabled') FILTER (WHERE backend_type = 'client backend'), true),
               current_setting('track_counts') = 'on',
               pg_postmaster_start_time(),
               (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database())
        FROM pg_stat_activity WHERE application_name <> '{ApplicationName}'
        """;

    // Postgres takes statements of one shape for one, whatever their constants and comments: SELECT 1 would be counted with the health checks of others.
    private const string Ping = $"SELECT {PostgresStatements.Mark} 1, true, ''::name, 2::smallint";

    private const string WaitsQuery = $"""
        SELECT {PostgresStatements.Mark} coalesce(wait_event_type, ''), coalesce(wait_event, ''), count(*) FROM pg_stat_activity
        WHERE application_name <> '{ApplicationName}' AND backend_type = 'client backend' AND state = 'active' GROUP BY 1, 2
        """;

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly WaitEvents _waits = new();
    private readonly ProbeOutages _outages = new("postgres", "Postgres");
    private readonly PostgresStatementTimes _times = new();
    private readonly PostgresResets _resets = new();
    private readonly CounterTotal _commits = new();
    private readonly CounterTotal _rollbacks = new();
    private IReadOnlyDictionary<long, StatementTotals>? _atStart;
    private Finding? _noStatements;
    private bool _seesAll = true;
    private bool _tracksSessions = true;
    private bool _tracksCounts = true;

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
        new(MeasureNames.DbUp, "ratio", MeasureAggregation.Mean, "1 when Postgres took a connection and answered a query within 0.9 s, 0 when not"),
        new(MeasureNames.DbPing, "ms", MeasureAggregation.Mean, "Time to connect to Postgres and run a query"),
        new(MeasureNames.DbSessions, "connections", MeasureAggregation.Max, "Client sessions of the server, without the probe's own"),
        new(MeasureNames.DbSessionsActive, "connections", MeasureAggregation.Max, "Client sessions that run a query"),
        new(MeasureNames.DbSessionsRunning, "connections", MeasureAggregation.Max, "Client sessions that run a query and wait for nothing"),
        new(MeasureNames.DbSessionsLocked, "connections", MeasureAggregation.Max, "Client sessions that wait for a lock"),
        new(MeasureNames.DbSessionsIo, "connections", MeasureAggregation.Max, "Client sessions that wait for the disk"),
        new(MeasureNames.DbSessionsWaiting, "connections", MeasureAggregation.Max, "Client sessions that run a query and wait for neither lock, disk nor client"),
        new(MeasureNames.DbLongestStatement, "s", MeasureAggregation.Max, "Age of the longest running statement; 0 when none runs"),
        new(MeasureNames.DbSessionsMax, "connections", MeasureAggregation.Last, "max_connections of the server"),
        new(MeasureNames.DbCommits, "transactions", MeasureAggregation.Delta, "Committed transactions of the database, some five a second of them the probe's own"),
        new(MeasureNames.DbRollbacks, "transactions", MeasureAggregation.Delta, "Rolled-back transactions of the database"),
        .. PostgresStatementTimes.Measures,
    ];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken) =>
        _outages.WatchAsync(Measures.Count, () => ProbeTimeout.RunAsync(Name, ReadAsync, _time, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken)
    {
        List<Finding?> findings =
        [
            _outages.Finding(), _seesAll ? null : PostgresFindings.NoRights, _tracksSessions ? null : PostgresFindings.NotTracked("track_activities", "db.sessions.*, db.statement.longest and the wait events are"),
            _tracksCounts ? null : PostgresFindings.NotTracked("track_counts", "db.commits and db.rollbacks are"), _noStatements, .. _resets.Findings(),
        ];
        var statements = _atStart is null ? null : await TopStatementsAsync(_atStart, findings, cancellationToken).ConfigureAwait(false);
        findings.AddRange(_times.Findings());
        return new ProbeSummary([.. new[] { statements, _waits.Table() }.OfType<ProbeTable>()], [.. findings.OfType<Finding>()]) { Restarts = [.. _resets.Planned(), .. _times.Planned()] };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<IReadOnlyList<double>> ReadAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (var ping = new NpgsqlCommand(Ping, connection))
            await ping.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        var pingMs = _time.GetElapsedTime(start).TotalMilliseconds;
        var values = await SessionsAsync(connection, cancellationToken).ConfigureAwait(false);
        if (_seesAll && _tracksSessions)
            await WaitsAsync(connection, cancellationToken).ConfigureAwait(false);
        if (_atStart is null && _noStatements is null)
            await BeginStatementsAsync(connection, cancellationToken).ConfigureAwait(false);
        var times = _noStatements is null ? await _times.ReadAsync(connection, cancellationToken).ConfigureAwait(false) : PostgresStatementTimes.None;
        return [1, pingMs, .. values, .. times];
    }

    private async Task<double[]> SessionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        // A role without rights sees no states, and its view says nothing about what the server keeps.
        (_seesAll, _tracksSessions, _tracksCounts) = (reader.GetBoolean(0), _tracksSessions && (!reader.GetBoolean(0) || reader.GetBoolean(11)), _tracksCounts && reader.GetBoolean(12));
        var seesStates = _seesAll && _tracksSessions;
        var isReset = _resets.Add(reader.GetDateTime(13), reader.IsDBNull(14) ? null : reader.GetDateTime(14));
        return
        [
            _seesAll ? Number(1) : double.NaN, Hidden(2), Hidden(3), Hidden(4), Hidden(5), Hidden(6), seesStates ? reader.GetDouble(7) : double.NaN,
            Number(8), _commits.Add(Number(9), isReset), _rollbacks.Add(Number(10), isReset),
        ];

        double Number(int column) => reader.IsDBNull(column) ? double.NaN : reader.GetInt64(column);
        double Hidden(int column) => seesStates ? Number(column) : double.NaN;
    }

    private async Task WaitsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(WaitsQuery, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var sample = new List<(string, string, long)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            sample.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        _waits.Add(sample);
    }

    private async Task BeginStatementsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            _atStart = await PostgresStatements.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            _noStatements = _atStart is null ? PostgresFindings.NoStatements("the extension is not in the database, or pg_stat_statements.track is none") : null;
        }
        catch (PostgresException fault)
        {
            _noStatements = fault.SqlState == PostgresErrorCodes.InsufficientPrivilege ? PostgresFindings.NoStatementRights(fault.MessageText) : PostgresFindings.NoStatements(fault.MessageText);
        }
    }

    private async Task<ProbeTable?> TopStatementsAsync(IReadOnlyDictionary<long, StatementTotals> before, List<Finding?> findings, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await _times.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            var after = await PostgresStatements.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            return after is null ? null
                : _times.ResetAt is { } since ? PostgresStatements.Table(PostgresStatements.Difference(new Dictionary<long, StatementTotals>(), after), since)
                : PostgresStatements.Table(PostgresStatements.Difference(before, after));
        }
        catch (NpgsqlException fault)
        {
            findings.Add(PostgresFindings.NoStatements($"it could not be read at the end of the run: {fault.Message}"));
            return null;
        }
    }
}
