using System.Globalization;
using Npgsql;

namespace LoadLab.Stacks.Probes;

/// <summary>What <c>pg_stat_statements_info</c> says of the totals: since when they count, and how often statements were dropped from them.</summary>
/// <param name="ResetAt">When they began at 0; null when not known.</param>
/// <param name="Dropped">Times that the least used statements were dropped, since <paramref name="ResetAt"/>.</param>
internal readonly record struct StatementInfo(DateTime? ResetAt, long Dropped)
{
    /// <summary>Reads it; null where the extension does not say it (before its version 1.9), or the role may not read it.</summary>
    public static async Task<StatementInfo?> ReadAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand(
            $"SELECT {PostgresStatements.Mark} has_table_privilege(v, 'SELECT') FROM (SELECT to_regclass('{schema.Replace("'", "''", StringComparison.Ordinal)}.pg_stat_statements_info') AS v) x", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
            return null;
        await using var command = new NpgsqlCommand($"SELECT {PostgresStatements.Mark} stats_reset, dealloc FROM {schema}.pg_stat_statements_info", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new StatementInfo(reader.IsDBNull(0) ? null : reader.GetDateTime(0).ToUniversalTime(), reader.GetInt64(1))
            : null;
    }

    /// <summary>For people: <c>12:03:04 UTC</c>.</summary>
    public string When => ResetAt is { } at ? at.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "an unknown time";
}
