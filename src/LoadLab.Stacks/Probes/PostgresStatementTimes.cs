using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using Npgsql;
using NpgsqlTypes;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// How long the queries of the probe's database took together, and the squares of these times: what mean and standard deviation over a part of a
/// run are made of. <c>pg_stat_statements</c> keeps both for each statement. Left out are the probe's own, and what is no query: transactions'
/// ends, settings, and what a pool resets a connection by, seven short statements that would hide a slow one.
/// </summary>
internal sealed class PostgresStatementTimes
{
    private const string IsQuery = """
        query ~* '^(\s|\(|/\*.*?\*/)*(select|insert|update|delete|merge|with|values|table|call|execute|copy|fetch)\M' AND query !~* '^select pg_advisory_unlock_all\(\)'
        """;

    private string? _schema;
    private long[] _queries = [];
    private long _entries = -1;
    private readonly CounterTotal[] _totals = [.. Measures.Select(_ => new CounterTotal())];
    private StatementInfo? _info;
    private int _resets;
    private long _dropped;

    /// <summary>When the totals began anew in mid-run, for the last time; null when they did not, or it is not known.</summary>
    public string? ResetAt => _resets > 0 && _info is { } info ? info.When : null;

    /// <summary>Its measures, running totals.</summary>
    public static IReadOnlyList<Measure> Measures { get; } =
    [
        new(MeasureNames.DbStatements, "queries", MeasureAggregation.Delta, "Queries of the database, without the probe's own"),
        new(MeasureNames.DbStatementTime, "ms", MeasureAggregation.Delta, "Time of these queries in Postgres"),
        new(MeasureNames.DbStatementTimeSquared, "ms²", MeasureAggregation.Delta, "Sum of the squares of these times"),
    ];

    /// <summary>No value for any of them.</summary>
    public static IReadOnlyList<double> None { get; } = [.. Measures.Select(_ => double.NaN)];

    /// <summary>A value for each measure.</summary>
    /// <exception cref="PostgresException">The library is not loaded (55000).</exception>
    public async Task<IReadOnlyList<double>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Mean and deviation have these names since 13.
        if (connection.PostgreSqlVersion.Major < 13)
            return None;
        _schema ??= await PostgresStatements.SchemaAsync(connection, cancellationToken).ConfigureAwait(false);
        if (_schema is null)
            return None;
        var (isReset, isDropped) = await CompareAsync(connection, cancellationToken).ConfigureAwait(false);
        var (entries, totals) = await TotalsAsync(connection, cancellationToken).ConfigureAwait(false);
        if (_info is null && entries < _entries)
        {
            // Before version 1.9 nothing says why there are fewer: a reset leaves next to none, dropping takes every twentieth.
            (isReset, isDropped) = (entries * 2 < _entries, entries * 2 >= _entries);
            _resets += isReset ? 1 : 0;
            _dropped += isDropped ? 1 : 0;
        }

        if (entries != _entries || isReset || isDropped)
        {
            // Texts are in a file of the server: they are read only when there are statements that were not there before.
            _queries = await QueriesAsync(connection, cancellationToken).ConfigureAwait(false);
            (_entries, totals) = await TotalsAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        return [.. totals.Select((total, i) => _totals[i].Add(total, isReset, isDropped))];
    }

    /// <summary>What is said when the suite's faults had the server started again: it forgets the statements of a server that was ended as by a crash.</summary>
    public IEnumerable<PlannedRestart> Planned()
    {
        if (_resets > 0 && PostgresFindings.StatementsReset(_resets, ResetAt ?? "an unknown time") is var reset)
            yield return PostgresFindings.Planned(reset.Check, _resets, $"{reset.Seen} Postgres was stopped as the suite's faults say.");
    }

    /// <summary>What is to be said of the totals.</summary>
    public IEnumerable<Finding> Findings()
    {
        if (_resets > 0)
            yield return PostgresFindings.StatementsReset(_resets, ResetAt ?? "an unknown time");
        if (_dropped > 0)
            yield return PostgresFindings.StatementsDropped(_dropped);
    }

    // Asked before the totals: a reset between the two is seen by the next sample, whose totals have fallen.
    private async Task<(bool IsReset, bool IsDropped)> CompareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (before, now) = (_info, await StatementInfo.ReadAsync(connection, _schema!, cancellationToken).ConfigureAwait(false));
        _info = now ?? before;
        if (before is not { } old || now is not { } info)
            return (false, false);
        var isReset = old.ResetAt != info.ResetAt;
        var dropped = info.Dropped - (isReset ? 0 : old.Dropped);
        _resets += isReset ? 1 : 0;
        _dropped += Math.Max(0, dropped);
        return (isReset, dropped > 0);
    }

    private async Task<long[]> QueriesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {PostgresStatements.Mark} coalesce(array_agg(DISTINCT queryid), ARRAY[]::bigint[]) FROM {_schema}.pg_stat_statements WHERE {IsQuery} AND query NOT LIKE '%{PostgresStatements.Mark}%' AND queryid IS NOT NULL",
            connection);
        return (long[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private async Task<(long Entries, IReadOnlyList<double> Totals)> TotalsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {PostgresStatements.Mark} count(*), coalesce(sum(calls) FILTER (WHERE queryid = ANY ($1)), 0)::float8,
                   coalesce(sum(total_exec_time) FILTER (WHERE queryid = ANY ($1)), 0)::float8,
                   coalesce(sum(calls * (stddev_exec_time ^ 2 + mean_exec_time ^ 2)) FILTER (WHERE queryid = ANY ($1)), 0)::float8
            FROM {_schema}.pg_stat_statements(false)
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = _queries, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), [reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3)]);
    }
}
