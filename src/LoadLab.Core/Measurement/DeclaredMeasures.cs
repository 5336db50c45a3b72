using static LoadLab.Core.Measurement.BetterDirection;
using static LoadLab.Core.Measurement.MeasureKind;
using static LoadLab.Core.Measurement.MeasureAggregation;

namespace LoadLab.Core.Measurement;

/// <summary>Every measure that LoadLab itself knows, one record each. A new one is a constant in <see cref="MeasureNames"/> and a line here.</summary>
public static class DeclaredMeasures
{
    /// <summary>Parts of a stack whose processes are watched.</summary>
    internal static readonly string[] Roles = ["api", "postgres", "redis", "smtp", "target", "worker"];

    /// <summary>All of them, in the order in which people look for them.</summary>
    public static IReadOnlyList<MeasureDeclaration> All { get; } =
    [
        new(MeasureNames.HttpResponseTime, RequestTimes, "ms", Max, Lower, MeasureSource.Load, "Time of a request from its intended start until it was done"),
        new(MeasureNames.HttpServiceTime, RequestTimes, "ms", Max, Lower, MeasureSource.Load, "Time of a request from its actual start until it was done"),
        new(MeasureNames.HttpErrorRatio, RequestRatio, "ratio", Mean, Lower, MeasureSource.Load, "Share of requests that failed"),
        new(MeasureNames.HttpAvailability, RequestRatio, "ratio", Mean, Higher, MeasureSource.Load, "Share of requests that succeeded"),
        .. Postgres, .. Redis, .. Target, .. Machine,
    ];

    /// <summary>Throughput of the load. Runs are compared by it and charts draw it; no SLO can be asked of it, so it is not among <see cref="All"/>.</summary>
    public static MeasureDeclaration Throughput { get; } =
        new(MeasureNames.HttpThroughput, Sample, "1/s", Mean, Higher, MeasureSource.Load, "Requests that ended, a second, failed ones included");

    /// <summary>The measure of this name.</summary>
    /// <exception cref="KeyNotFoundException">LoadLab does not know it by itself.</exception>
    public static MeasureDeclaration Of(string name) => All.FirstOrDefault(measure => measure.Name == name) ?? throw new KeyNotFoundException($"There is no measure '{name}'.");

    private static IEnumerable<MeasureDeclaration> Postgres =>
    [
        new(MeasureNames.DbUp, Presence, "ratio", Mean, Higher, MeasureSource.Postgres, "1 when Postgres took a connection and answered a query within 0.9 s, 0 when not") { Absence = "no second was sampled" },
        new(MeasureNames.DbPing, Sample, "ms", Mean, Lower, MeasureSource.Postgres, "Time to connect to Postgres and run a query"),
        new(MeasureNames.DbSessions, Sample, "connections", Max, Lower, MeasureSource.Postgres, "Client sessions of the server, without the probe's own"),
        new(MeasureNames.DbSessionsActive, Sample, "connections", Max, Lower, MeasureSource.Postgres, "Client sessions that run a query"),
        new(MeasureNames.DbSessionsRunning, Sample, "connections", Max, Lower, MeasureSource.Postgres, "Client sessions that run a query and wait for nothing"),
        new(MeasureNames.DbSessionsLocked, Sample, "connections", Max, Lower, MeasureSource.Postgres, "Client sessions that wait for a lock"),
        new(MeasureNames.DbSessionsIo, Sample, "connections", Max, Lower, MeasureSource.Postgres, "Client sessions that wait for the disk"),
        new(MeasureNames.DbSessionsWaiting, Sample, "connections", Max, Lower, MeasureSource.Postgres, "Client sessions that run a query and wait for neither lock, disk nor client"),
        new(MeasureNames.DbLongestStatement, Sample, "s", Max, Lower, MeasureSource.Postgres, "Age of the longest running statement; 0 when none runs"),
        new(MeasureNames.DbSessionsMax, Sample, "connections", Last, Neither, MeasureSource.Postgres, "max_connections of the server"),
        new(MeasureNames.DbCommits, Total, "transactions", Delta, Neither, MeasureSource.Postgres, "Committed transactions of the database, some five a second of them the probe's own"),
        new(MeasureNames.DbRollbacks, Total, "transactions", Delta, Lower, MeasureSource.Postgres, "Rolled-back transactions of the database"),
        new(MeasureNames.DbStatements, Total, "queries", Delta, Neither, MeasureSource.Statements, "Queries of the database, without the probe's own"),
        new(MeasureNames.DbStatementTime, Total, "ms", Delta, Lower, MeasureSource.Statements, "Time of these queries in Postgres"),
        new(MeasureNames.DbStatementTimeSquared, Total, "ms²", Delta, Lower, MeasureSource.Statements, "Sum of the squares of these times"),
        new(MeasureNames.DbQueryTime, Times, "ms", Max, Lower, MeasureSource.MetricsOrStatements, "Database queries by their time, from the API's own histogram"),
        new(MeasureNames.DbQueriesFailed, Total, "count", Delta, Lower, MeasureSource.Metrics, "Queries of the API that ended in an error"),
        new(MeasureNames.DbPoolUsed, Sample, "connections", Max, Lower, MeasureSource.Metrics, "Pool of the API: connections in use"),
        new(MeasureNames.DbPoolIdle, Sample, "connections", Mean, Neither, MeasureSource.Metrics, "Pool of the API: open connections not in use"),
        new(MeasureNames.DbPoolMax, Sample, "connections", Last, Neither, MeasureSource.Metrics, "Pool of the API: most connections"),
        new(MeasureNames.DbPoolPending, Sample, "requests", Max, Lower, MeasureSource.Metrics, "Pool of the API: requests waiting for a connection"),
        new(MeasureNames.BackupGood, Total, "backups", Delta, Higher, MeasureSource.Backup, "Backups that were dumped, restored and found equal"),
        new(MeasureNames.BackupTotal, Total, "backups", Delta, Neither, MeasureSource.Backup, "Backups that ended"),
        new(MeasureNames.BackupTime, Sample, "s", Last, Lower, MeasureSource.Backup, "Time of the last backup with its restore"),
    ];

    private static IEnumerable<MeasureDeclaration> Redis =>
    [
        new(MeasureNames.RedisUp, Presence, "ratio", Mean, Higher, MeasureSource.Redis, "1 when Redis answered a PING within 0.9 s, 0 when not") { Absence = "no second was sampled" },
        new(MeasureNames.RedisPing, Sample, "ms", Mean, Lower, MeasureSource.Redis, "Time of a PING seen from the client"),
        new(MeasureNames.RedisMemoryUsed, Sample, "bytes", Max, Lower, MeasureSource.Redis, "used_memory"),
        new(MeasureNames.RedisMemoryMax, Sample, "bytes", Last, Neither, MeasureSource.Redis, "maxmemory; 0 when unlimited"),
        new(MeasureNames.RedisClients, Sample, "connections", Max, Lower, MeasureSource.Redis, "Connected clients, without the probe's own"),
        new(MeasureNames.RedisCommandsPerSecond, Sample, "1/s", Mean, Neither, MeasureSource.Redis, "Commands a second, as the server averages them over its last seconds"),
        new(MeasureNames.RedisCommandTime, Times, "ms", Max, Lower, MeasureSource.RedisLatency, "Commands by their time inside Redis, from LATENCY HISTOGRAM"),
        new(MeasureNames.QueueLength, Sample, "items", Max, Lower, MeasureSource.Queue, "Items waiting for a worker"),
        new(MeasureNames.QueueProcessing, Sample, "items", Max, Neither, MeasureSource.Processing, "Items that a worker holds"),
        new(MeasureNames.CeleryWorkers, Presence, "workers", Mean, Higher, MeasureSource.Celery, "Celery workers whose last heartbeat is at most 6 s old"),
    ];

    private static IEnumerable<MeasureDeclaration> Target =>
    [
        new(MeasureNames.JobsSubmitted, Total, "count", Delta, Neither, MeasureSource.Metrics, "Background jobs that were accepted"),
        new(MeasureNames.JobsEnded, Total, "count", Delta, Neither, MeasureSource.Metrics, "Background jobs that ended, well or not"),
        new(MeasureNames.JobsCompleted, Total, "count", Delta, Higher, MeasureSource.Metrics, "Background jobs that completed"),
        new(MeasureNames.JobsFailed, Total, "count", Delta, Lower, MeasureSource.Metrics, "Background jobs that failed"),
        new(MeasureNames.JobsQueueTime, Times, "ms", Max, Lower, MeasureSource.Metrics, "Background jobs by the time from their submission until a worker takes them"),
        new(MeasureNames.EmailDeliveryTime, Times, "ms", Max, Lower, MeasureSource.Metrics, "Mails by the time from their trigger until the SMTP server has accepted them"),
        new(MeasureNames.EmailTriggered, Total, "count", Delta, Neither, MeasureSource.Metrics, "Mails that were asked for"),
        new(MeasureNames.EmailSent, Total, "count", Delta, Higher, MeasureSource.Metrics, "Mails that the SMTP server has accepted"),
        new(MeasureNames.EmailFailed, Total, "count", Delta, Lower, MeasureSource.Metrics, "Mails that were never accepted"),
        new(MeasureNames.EmailQueueLength, Sample, "mails", Max, Lower, MeasureSource.Metrics, "Mails waiting to be sent"),
    ];

    private static IEnumerable<MeasureDeclaration> Machine =>
    [
        new(MeasureNames.CpuMachine, Sample, "ratio", Mean, Lower, MeasureSource.Machine, "Busy share of all cores since the sample before"),
        new(MeasureNames.CpuRunQueue, Sample, "tasks", Max, Lower, MeasureSource.Machine, "Tasks of the machine that run or want to run"),
        new(MeasureNames.CpuPressure, Sample, "ratio", Mean, Lower, MeasureSource.Machine, "Share of the time since the sample before in which some task waited for a CPU"),
        new(MeasureNames.MemoryMachine, Sample, "ratio", Max, Lower, MeasureSource.Machine, "Memory of the machine that is not available"),
    ];
}
