using LoadLab.Core.Measurement;

namespace LoadLab.Stacks.Probes;

/// <summary>What a Postgres does not let the probe see, and what to do about it.</summary>
internal static class PostgresFindings
{
    /// <summary>The role may not see the sessions of others.</summary>
    public static Finding NoRights { get; } = new(
        "postgres-rights", FindingSeverity.Warning,
        "the probe's role may not see the sessions of other roles: db.sessions.* and the wait events are missing",
        "a role with pg_read_all_stats",
        "GRANT pg_read_all_stats TO the role of stack.external.postgres.");

    /// <summary>The server does not keep what the probe reads.</summary>
    /// <param name="setting">The setting that is off.</param>
    /// <param name="measures">What is missing for it, with its verb.</param>
    public static Finding NotTracked(string setting, string measures) => new(
        "postgres-" + setting, FindingSeverity.Warning, $"{setting} is off in Postgres: {measures} missing", setting + " = on, as by default", $"Set {setting} = on in Postgres.");

    /// <summary>There are no totals of statements.</summary>
    public static Finding NoStatements(string reason) => new(
        "postgres-statements", FindingSeverity.Info,
        $"no top statements: {reason}",
        "pg_stat_statements, loaded and created",
        "Set shared_preload_libraries = 'pg_stat_statements', restart, and run CREATE EXTENSION pg_stat_statements in the database.");
}
