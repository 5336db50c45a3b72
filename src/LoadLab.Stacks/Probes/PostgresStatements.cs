using LoadLab.Core.Runs;
using Npgsql;

namespace LoadLab.Stacks.Probes;

/// <summary>What <c>pg_stat_statements</c> has counted of one statement since its last reset.</summary>
/// <param name="Text">The statement, constants replaced by <c>$n</c>; null when the role may not read it.</param>
/// <param name="Calls">Executions.</param>
/// <param name="TotalMs">Time of all executions, planning apart, in ms.</param>
/// <param name="Rows">Rows returned or changed.</param>
internal sealed record StatementTotals(string? Text, long Calls, double TotalMs, long Rows);

/// <summary>The top SQL statements of a run: the difference of two readings of <c>pg_stat_statements</c> of the probe's database.</summary>
internal static class PostgresStatements
{
    /// <summary>Statements that get a row of their own.</summary>
    public const int Top = 10;

    /// <summary>In each statement of LoadLab's own, so that it is not among the top ones.</summary>
    public const string Mark = "/* loadlab */";

    private const int LongestText = 400;

    /// <summary>Reads all totals, by the server's number for the statement; null when the server does not count.</summary>
    /// <exception cref="PostgresException">The extension is there, and the library is not loaded (55000).</exception>
    public static async Task<IReadOnlyDictionary<long, StatementTotals>?> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var schema = await SchemaAsync(connection, cancellationToken).ConfigureAwait(false);
        if (schema is null)
            return null;
        // The column was called total_time until 12.
        var time = connection.PostgreSqlVersion.Major >= 13 ? "total_exec_time" : "total_time";
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {Mark} coalesce(queryid, 0), min(left(query, 4000)) FILTER (WHERE queryid IS NOT NULL), sum(calls)::bigint, sum({time})::float8, sum(rows)::bigint
            FROM {schema}.pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database() GROUP BY 1
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var totals = new Dictionary<long, StatementTotals>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            totals[reader.GetInt64(0)] = new(reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2), reader.GetDouble(3), reader.GetInt64(4));
        return totals;
    }

    /// <summary>What ran between two readings. A total that fell was reset (a crash of the server does that): all it counts since is the run's.</summary>
    public static IReadOnlyList<StatementTotals> Difference(IReadOnlyDictionary<long, StatementTotals> before, IReadOnlyDictionary<long, StatementTotals> after) =>
    [
        .. after.Select(entry => before.TryGetValue(entry.Key, out var old) && old.Calls <= entry.Value.Calls
                ? entry.Value with { Calls = entry.Value.Calls - old.Calls, TotalMs = Math.Max(0, entry.Value.TotalMs - old.TotalMs), Rows = entry.Value.Rows - old.Rows }
                : entry.Value)
            .Where(statement => statement.Calls > 0 && statement.Text?.Contains(Mark, StringComparison.Ordinal) != true)
            .OrderByDescending(statement => statement.TotalMs).ThenBy(statement => statement.Text, StringComparer.Ordinal),
    ];

    /// <summary>The table: the top statements by time, the rest in one row; null when nothing ran.</summary>
    /// <param name="statements">As <see cref="Difference"/> gives them.</param>
    /// <param name="since">When the counting began, where that was in mid-run.</param>
    public static ProbeTable? Table(IReadOnlyList<StatementTotals> statements, string? since = null)
    {
        if (statements.Count == 0)
            return null;
        var all = statements.Sum(statement => statement.TotalMs);
        var rows = statements.Take(Top).Select(statement => Row(Shorten(statement.Text), statement, all)).ToList();
        if (statements.Count > Top)
        {
            var rest = statements.Skip(Top).ToList();
            rows.Add(Row($"({rest.Count} more)", new(null, rest.Sum(one => one.Calls), rest.Sum(one => one.TotalMs), rest.Sum(one => one.Rows)), all));
        }

        return new ProbeTable(
            "postgres.statements", since is null ? "Top SQL statements, by time in Postgres" : $"Top SQL statements since {since}, when their counters began anew, by time in Postgres",
            [new("Statement", ""), new("Share", "ratio"), new("Calls", "count"), new("Mean", "ms"), new("Total", "ms"), new("Rows a call", "value")], rows);
    }

    private static IReadOnlyList<ProbeCell> Row(string text, StatementTotals statement, double all) =>
    [
        ProbeCell.Of(text), ProbeCell.Of(statement.TotalMs / all), ProbeCell.Of(statement.Calls), ProbeCell.Of(statement.TotalMs / statement.Calls),
        ProbeCell.Of(statement.TotalMs), ProbeCell.Of((double)statement.Rows / statement.Calls),
    ];

    // Postgres replaces constants by $n, but not in statements that define things: CREATE ROLE has its password in clear.
    private static string Shorten(string? text)
    {
        if (text is null)
            return "(of roles that this one may not read)";
        if (text.Contains("password", StringComparison.OrdinalIgnoreCase) && text.Contains('\'', StringComparison.Ordinal))
            return "(a statement with a password)";
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestText ? line : line[..LongestText] + " …";
    }

    /// <summary>The schema of the extension, quoted; null when the database does not have it, or when it counts nothing (<c>pg_stat_statements.track = none</c>).</summary>
    public static async Task<string?> SchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {Mark} quote_ident(nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_stat_statements' AND coalesce(current_setting('pg_stat_statements.track', true), '') <> 'none'", connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
    }
}
