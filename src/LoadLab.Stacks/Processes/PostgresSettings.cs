using System.Globalization;
using System.Text;

namespace LoadLab.Stacks.Processes;

/// <summary>What is written to postgresql.conf after what initdb wrote; the last line of a setting counts.</summary>
internal static class PostgresSettings
{
    // Linux allows 107 bytes for the path of a socket; Postgres puts '.s.PGSQL.65535' into the directory.
    private const int MaximumSocketDirectory = 107 - 16;

    /// <summary>Settings before the suite's own, with the reason for each.</summary>
    private static readonly (string Name, string Value)[] s_defaults =
    [
        // Room for the API's pool, the probes and a second look by hand.
        ("max_connections", "200"),
        ("shared_buffers", "256MB"),
        // Durable, as in production: without it the capacity found is a false one.
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        // So that the probes see what they count, at its cost in production.
        ("track_activities", "on"),
        ("track_counts", "on"),
        ("log_line_prefix", "%m [%p] "),
        ("timezone", "UTC"),
    ];

    /// <summary>LoadLab's settings and then the suite's: the last of a name counts.</summary>
    public static IEnumerable<(string Name, string Value)> All(IReadOnlyDictionary<string, string> suite, bool hasStatementStatistics)
    {
        foreach (var setting in s_defaults)
            yield return setting;
        if (hasStatementStatistics)
            yield return ("shared_preload_libraries", "pg_stat_statements");
        foreach (var (name, value) in suite.Where(setting => setting.Key != "port").OrderBy(setting => setting.Key, StringComparer.Ordinal))
            yield return (name, value);
    }

    /// <summary>The lines.</summary>
    public static string Write(IReadOnlyDictionary<string, string> suite, string socketDirectory, bool hasStatementStatistics)
    {
        var text = new StringBuilder("\n# LoadLab, then the suite\n");
        Line("listen_addresses", "127.0.0.1");
        Line("unix_socket_directories", Encoding.UTF8.GetByteCount(socketDirectory) <= MaximumSocketDirectory ? socketDirectory : "");
        Line("unix_socket_permissions", "0700");
        foreach (var (name, value) in All(suite, hasStatementStatistics))
            Line(name, value);
        return text.ToString();

        void Line(string name, string value) =>
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'\n");
    }
}
