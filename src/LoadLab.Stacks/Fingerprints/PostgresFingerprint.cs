using System.Globalization;
using LoadLab.Stacks.Clients;
using Npgsql;

namespace LoadLab.Stacks.Fingerprints;

/// <summary>What a running Postgres says about itself: its version and the settings in effect, whatever a file says.</summary>
internal static class PostgresFingerprint
{
    // What decides durability, memory and planning, hence capacity.
    private static readonly string[] s_settings =
    [
        "autovacuum", "checkpoint_timeout", "data_checksums", "effective_cache_size", "fsync", "full_page_writes", "huge_pages", "jit",
        "max_connections", "max_wal_size", "random_page_cost", "shared_buffers", "shared_preload_libraries", "ssl", "synchronous_commit",
        "track_io_timing", "wal_buffers", "wal_level", "work_mem",
    ];

    private const int OldestVersion = 12;

    /// <summary>What is wrong with a version that the probes and the reference LMS do not know; null when nothing, or when it is no number.</summary>
    public static string? TooOld(string version)
    {
        var digits = new string([.. version.TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major < OldestVersion
            ? FormattableString.Invariant($"version {version} is too old: LoadLab needs {OldestVersion} or later.")
            : null;
    }

    /// <summary>Reads <c>postgres.version</c> and <c>postgres.&lt;setting&gt;</c>, units as Postgres prints them.</summary>
    /// <param name="connectionString">Npgsql connection string.</param>
    /// <param name="alsoNamed">Further settings: those that the suite sets.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        string connectionString, IEnumerable<string> alsoNamed, CancellationToken cancellationToken)
    {
        await using var source = PostgresClient.Source(connectionString, "loadlab-setup", TimeSpan.FromSeconds(5));
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY($1) OR name = 'server_version'", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. s_settings.Concat(alsoNamed).Distinct(StringComparer.Ordinal)] });
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var name = reader.GetString(0);
            values["postgres." + (name == "server_version" ? "version" : name)] = reader.GetString(1);
        }

        return values;
    }
}
