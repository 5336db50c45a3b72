using LoadLab.Core.Runs;
using Npgsql;
using NpgsqlTypes;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// How long all statements of the probe's database took together, and the squares of these times: what mean and standard deviation over a part of a
/// run are made of. <c>pg_stat_statements</c> keeps both for each statement. The probe's own statements are left out.
/// </summary>
internal sealed class PostgresStatementTimes
{
    private string? _schema;
    private long[]? _own;

    /// <summary>Its measures, running totals.</summary>
    public static IReadOnlyList<Measure> Measures { get; } =
    [
        new(MeasureNames.DbStatements, "statements", MeasureAggregation.Delta, "Executions of statements in the database, without the probe's own"),
        new(MeasureNames.DbStatementTime, "ms", MeasureAggregation.Delta, "Time of these statements in Postgres"),
        new(MeasureNames.DbStatementTimeSquared, "ms²", MeasureAggregation.Delta, "Sum of the squares of these times"),
    ];

    /// <summary>No value for any of them.</summary>
    public static IReadOnlyList<double> None { get; } = [.. Measures.Select(_ => double.NaN)];

    /// <summary>A value for each measure. The first sample has none: only after it does the server know which statements are the probe's own.</summary>
    /// <exception cref="PostgresException">The library is not loaded (55000).</exception>
    public async Task<IReadOnlyList<double>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Mean and deviation are of the server's own columns since 13.
        if (connection.PostgreSqlVersion.Major < 13)
            return None;
        var isFirst = _schema is null;
        _schema ??= await PostgresStatements.SchemaAsync(connection, cancellationToken).ConfigureAwait(false);
        if (_schema is null)
            return None;
        if (!isFirst)
            _own ??= await OwnAsync(connection, cancellationToken).ConfigureAwait(false);
        var totals = await TotalsAsync(connection, _own ?? [], cancellationToken).ConfigureAwait(false);
        return isFirst ? None : totals;
    }

    private async Task<long[]> OwnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {PostgresStatements.Mark} coalesce(array_agg(DISTINCT queryid), ARRAY[]::bigint[]) FROM {_schema}.pg_stat_statements WHERE query LIKE '%{PostgresStatements.Mark}%' AND queryid IS NOT NULL",
            connection);
        return (long[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    // Without the texts, which the server keeps in a file.
    private async Task<IReadOnlyList<double>> TotalsAsync(NpgsqlConnection connection, long[] own, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {PostgresStatements.Mark} coalesce(sum(calls), 0)::float8, coalesce(sum(total_exec_time), 0)::float8,
                   coalesce(sum(calls * (stddev_exec_time ^ 2 + mean_exec_time ^ 2)), 0)::float8
            FROM {_schema}.pg_stat_statements(false)
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND coalesce(queryid, 0) <> ALL ($1)
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = own, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return [reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2)];
    }
}
