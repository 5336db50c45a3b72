using System.Diagnostics;
using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Text;
using Npgsql;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// One backup and its proof: <c>pg_dump</c> of a snapshot, <c>pg_restore</c> into a scratch database of the same server, and the rows of each table
/// there against those of the snapshot. They must be the same, however much is written meanwhile.
/// </summary>
/// <param name="connectionString">Npgsql connection string of a role that may create databases.</param>
/// <param name="tools">Directory of <c>pg_dump</c> and <c>pg_restore</c>.</param>
internal sealed class PostgresBackup(string connectionString, string tools)
{
    private const string Counted = "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";

    private readonly NpgsqlConnectionStringBuilder _server = new(connectionString) { Pooling = false, CommandTimeout = 0, ApplicationName = "loadlab-backup" };

    /// <summary>Makes a backup and checks it. Scratch database and file are gone afterwards.</summary>
    /// <exception cref="LoadLabException">It is no good; the message says what went wrong.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var scratch = "loadlab_backup_" + Guid.NewGuid().ToString("N")[..12];
        var file = Path.Combine(Path.GetTempPath(), scratch + ".dump");
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"CREATE DATABASE {scratch}", cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyDictionary<string, long> saved;
            await using (var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false))
            {
                var snapshot = (string)(await ScalarAsync(connection, "SELECT pg_export_snapshot()", cancellationToken).ConfigureAwait(false))!;
                saved = await CountAsync(connection, cancellationToken).ConfigureAwait(false);
                await RunAsync("pg_dump", ["--format=custom", "--no-owner", "--snapshot=" + snapshot, "--file=" + file, "--dbname=" + _server.Database], cancellationToken).ConfigureAwait(false);
            }

            await RunAsync("pg_restore", ["--no-owner", "--exit-on-error", "--dbname=" + scratch, file], cancellationToken).ConfigureAwait(false);
            await using var restored = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = scratch }.ConnectionString);
            await restored.OpenAsync(cancellationToken).ConfigureAwait(false);
            Compare(saved, await CountAsync(restored, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            File.Delete(file);
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {scratch} WITH (FORCE)", CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Tables and rows must be the same.</summary>
    /// <exception cref="LoadLabException">They are not.</exception>
    internal static void Compare(IReadOnlyDictionary<string, long> saved, IReadOnlyDictionary<string, long> restored)
    {
        var wrong = saved.Where(table => !restored.TryGetValue(table.Key, out var rows) || rows != table.Value)
            .Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Key} had {Units.Counted(table.Value, "row")} and {(restored.TryGetValue(table.Key, out var rows) ? "has " + Units.Count(rows) : "is not there")}")).ToList();
        if (saved.Count == 0 || wrong.Count > 0)
            throw Fault(saved.Count == 0 ? "there is no table to save" : "the restored database is another one: " + string.Join(", ", wrong));
    }

    private static async Task<IReadOnlyDictionary<string, long>> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand(Counted, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                tables.Add(reader.GetString(0));
        }

        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
            rows[table] = (long)(await ScalarAsync(connection, "SELECT count(*) FROM " + table, cancellationToken).ConfigureAwait(false))!;
        return rows;
    }

    private async Task RunAsync(string tool, string[] arguments, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo(Path.Combine(tools, tool), arguments) { RedirectStandardError = true };
        info.Environment["PGHOST"] = _server.Host;
        info.Environment["PGPORT"] = _server.Port.ToString(CultureInfo.InvariantCulture);
        info.Environment["PGUSER"] = _server.Username;
        info.Environment["PGPASSWORD"] = _server.Password;
        using var process = Process.Start(info) ?? throw Fault($"{tool} cannot be started");
        try
        {
            var said = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw Fault(string.Create(CultureInfo.InvariantCulture, $"{tool} ended with {process.ExitCode}: {said.Trim()}"));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private static LoadLabException Fault(string what) => new(ExitCode.InternalFault, "Backup: " + what + ".", "Look at the log of Postgres.");
}
