using System.Globalization;
using LoadLab.Stacks.Clients;
using Npgsql;

namespace LoadLab.Stacks.Fingerprints;

/// <summary>
/// What a Postgres that LoadLab did not fill holds, and what its owner has set: size of the database, estimated rows of its largest tables,
/// extensions, and every setting that is not the default. It reads catalogues only, no table.
/// </summary>
internal static class PostgresData
{
    /// <summary>Tables whose rows are told.</summary>
    private const int Tables = 10;

    /// <summary>Settings whose values do not bear on speed, differ on every machine, or may hold a secret.</summary>
    private static readonly string[] s_leftOut =
    [
        "application_name", "bonjour_name", "cluster_name", "config_file", "data_directory", "external_pid_file", "hba_file", "ident_file", "listen_addresses", "port",
        "primary_conninfo", "primary_slot_name", "recovery_target_name", "stats_temp_directory", "transaction_isolation", "transaction_read_only", "transaction_deferrable", "update_process_title",
        "restore_command", "event_source", "krb_server_keyfile", "krb_caseins_users", "extra_float_digits",
    ];

    // The planner's own estimate: rows a page at the last ANALYZE, times the pages of now. Where there was none, what the server has counted.
    private const string RowsQuery = """
        SELECT n.nspname || '.' || c.relname,
               CASE WHEN c.reltuples > 0 AND c.relpages > 0 THEN (c.reltuples / c.relpages * (pg_relation_size(c.oid) / current_setting('block_size')::int))::bigint
                    ELSE pg_stat_get_live_tuples(c.oid) END
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%' AND n.nspname NOT LIKE 'pg\_temp%'
        ORDER BY c.relpages DESC, pg_relation_size(c.oid) DESC, 1 LIMIT $1
        """;

    /// <summary>Reads <c>postgres.size.bytes</c>, <c>postgres.rows.SCHEMA.TABLE</c>, <c>postgres.extensions</c> and <c>postgres.SETTING</c>. What the role may not read is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = PostgresClient.Source(connectionString, "loadlab-setup", TimeSpan.FromSeconds(5));
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await TryAsync(ReadSizeAsync).ConfigureAwait(false);
        await TryAsync(ReadRowsAsync).ConfigureAwait(false);
        await TryAsync(ReadExtensionsAsync).ConfigureAwait(false);
        await TryAsync(ReadSettingsAsync).ConfigureAwait(false);
        return facts;

        async Task TryAsync(Func<NpgsqlConnection, SortedDictionary<string, string>, CancellationToken, Task> read)
        {
            try
            {
                await read(connection, facts, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException)
            {
                // The role may not: the fact is not known, and the comparison says so.
            }
        }
    }

    private static async Task ReadSizeAsync(NpgsqlConnection connection, SortedDictionary<string, string> facts, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        facts["postgres.size.bytes"] = Text((long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
    }

    private static async Task ReadRowsAsync(NpgsqlConnection connection, SortedDictionary<string, string> facts, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RowsQuery, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Tables });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!reader.IsDBNull(1))
                facts["postgres.rows." + reader.GetString(0)] = Text(reader.GetInt64(1));
        }
    }

    private static async Task ReadExtensionsAsync(NpgsqlConnection connection, SortedDictionary<string, string> facts, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(string_agg(extname || ' ' || extversion, ', ' ORDER BY extname), 'none') FROM pg_extension", connection);
        facts["postgres.extensions"] = (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    // A name with a dot is an extension's, or made up by the owner, and then it may hold a key: only those of extensions of Postgres itself are told.
    private static async Task ReadSettingsAsync(NpgsqlConnection connection, SortedDictionary<string, string> facts, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT name, current_setting(name) FROM pg_settings
            WHERE source NOT IN ('default', 'client', 'session') AND category NOT IN ('Preset Options') AND category NOT LIKE 'Reporting and Logging%'
              AND category NOT LIKE 'Client Connection Defaults / Locale%' AND context <> 'internal' AND name <> ALL ($1)
              AND name !~ '(ssl_|unix_socket|password|secret|_command$|_library$|_file$)' AND (name !~ '\.' OR name ~ '^(pg_stat_statements|auto_explain)\.')
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = s_leftOut });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            facts["postgres." + reader.GetString(0)] = reader.GetString(1);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
