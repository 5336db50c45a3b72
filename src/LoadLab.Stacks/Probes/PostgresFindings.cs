using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

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

    /// <summary>The totals of statements are there, and the role may not read them.</summary>
    public static Finding NoStatementRights(string reason) => new(
        "postgres-statements", FindingSeverity.Info, $"no top statements: {reason}", "a role that may read pg_stat_statements",
        "GRANT SELECT ON pg_stat_statements, and EXECUTE ON FUNCTION pg_stat_statements, TO the role of stack.external.postgres.");

    /// <summary>The totals of statements began anew.</summary>
    /// <param name="times">How often.</param>
    /// <param name="since">When, for the last time.</param>
    public static Finding StatementsReset(int times, string since) => new(
        "postgres-statements-reset", FindingSeverity.Warning,
        string.Create(CultureInfo.InvariantCulture, $"pg_stat_statements began anew {times} time{(times == 1 ? "" : "s")} during the run, the last time at {since}: the table of top statements counts from then on only. db.statements and its times are of the whole run, but for the second before."),
        "totals that run through", "Call no pg_stat_statements_reset() while a run lasts; some monitoring tools do.");

    /// <summary>What is said of a restart that the suite's faults account for.</summary>
    /// <param name="check">Name of the finding that it takes the place of.</param>
    /// <param name="times">How often something began anew.</param>
    /// <param name="seen">What was seen.</param>
    public static PlannedRestart Planned(string check, int times, string seen) =>
        new(check, "postgres", times, new Finding(check, FindingSeverity.Info, seen, "a restart that the suite asks for", "Nothing: it is the fault that the suite names."));

    /// <summary>Statements were dropped from the totals.</summary>
    /// <param name="times">How often.</param>
    public static Finding StatementsDropped(long times) => new(
        "postgres-statements-dropped", FindingSeverity.Warning,
        string.Create(CultureInfo.InvariantCulture, $"pg_stat_statements was full and dropped its least used statements {times} time{(times == 1 ? "" : "s")} during the run: the calls and times of statements are the least that they can have been."),
        "room for all statements", "Raise pg_stat_statements.max, or look for statements that are never the same twice.");

    /// <summary>There are no totals of statements.</summary>
    public static Finding NoStatements(string reason) => new(
        "postgres-statements", FindingSeverity.Info,
        $"no top statements: {reason}",
        "pg_stat_statements, loaded and created",
        "Set shared_preload_libraries = 'pg_stat_statements', restart, and run CREATE EXTENSION pg_stat_statements in the database.");
}
