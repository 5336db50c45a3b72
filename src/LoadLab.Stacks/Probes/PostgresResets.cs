using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>What began anew in a Postgres while it was watched: the server, the counters of the database, and those of the statements. Not thread-safe.</summary>
internal sealed class PostgresResets
{
    private DateTime? _startedAt;
    private (bool IsRead, DateTime? At) _database;
    private int _restarts;
    private int _databaseResets;

    /// <summary>Takes what a sample read.</summary>
    /// <param name="startedAt">When the server started.</param>
    /// <param name="databaseResetAt">When the counters of the database began; null for never.</param>
    /// <returns>True when the counters of the database began anew since the last sample.</returns>
    public bool Add(DateTime startedAt, DateTime? databaseResetAt)
    {
        _restarts += _startedAt is { } before && before != startedAt ? 1 : 0;
        var isReset = _database.IsRead && _database.At != databaseResetAt;
        _databaseResets += isReset ? 1 : 0;
        (_startedAt, _database) = (startedAt, (true, databaseResetAt));
        return isReset;
    }

    /// <summary>The same when the suite's faults had it started again.</summary>
    public IEnumerable<PlannedRestart> Planned()
    {
        if (_restarts > 0)
            yield return PostgresFindings.Planned("postgres-restart", _restarts, string.Create(CultureInfo.InvariantCulture, $"Postgres started {_restarts} time{(_restarts == 1 ? "" : "s")} during the run, as the suite's faults say. Its caches were empty afterwards."));
        if (_databaseResets > 0)
            yield return PostgresFindings.Planned("postgres-reset", _databaseResets, "the counters of pg_stat_database began anew, since Postgres was stopped as the suite's faults say. What was counted in the second before is in no figure.");
    }

    /// <summary>What is to be said.</summary>
    public IEnumerable<Finding> Findings()
    {
        if (_restarts > 0)
        {
            yield return new Finding(
                "postgres-restart", FindingSeverity.Warning, string.Create(CultureInfo.InvariantCulture, $"Postgres started {_restarts} time{(_restarts == 1 ? "" : "s")} during the run."),
                "a server that runs through", "Look at the log of Postgres. Its caches were empty afterwards.");
        }

        if (_databaseResets > 0)
        {
            yield return new Finding(
                "postgres-reset", FindingSeverity.Warning,
                "the counters of pg_stat_database began anew during the run (pg_stat_reset, or a crash). What was counted in the second before is in no figure.",
                "counters that run through", "Call no pg_stat_reset() while a run lasts.");
        }
    }
}
