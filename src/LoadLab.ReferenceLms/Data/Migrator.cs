using Npgsql;

namespace LoadLab.ReferenceLms.Data;

/// <summary>Brings the schema to the newest version. Safe to run from several processes at once.</summary>
internal sealed class Migrator(NpgsqlDataSource source)
{
    /// <summary>Key of the advisory lock that lets one process migrate or seed at a time.</summary>
    internal const long LockKey = 0x4C4D53;

    /// <summary>Runs what is missing, each migration in a transaction of its own.</summary>
    /// <returns>How many were run.</returns>
    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var run = 0;
        foreach (var migration in Migration.ReadAll())
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                connection,
                "CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
                cancellationToken).ConfigureAwait(false);
            if (!await IsAppliedAsync(connection, migration, cancellationToken).ConfigureAwait(false))
            {
                await ExecuteAsync(connection, migration.Sql, cancellationToken).ConfigureAwait(false);
                await RecordAsync(connection, migration, cancellationToken).ConfigureAwait(false);
                run++;
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return run;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // The text is a constant or an embedded migration, never a user's.
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> IsAppliedAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM schema_version WHERE version = $1", connection);
        command.Parameters.Add(Sql.Of(migration.Version));
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null;
    }

    private static async Task RecordAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO schema_version (version, name) VALUES ($1, $2)", connection);
        command.Parameters.Add(Sql.Of(migration.Version));
        command.Parameters.Add(Sql.Of(migration.Name));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
