namespace LoadLab.Core.Measurement;

/// <summary>The names of all measures. Dots from the general to the particular; a change of meaning is a new name.</summary>
public static class MeasureNames
{
    /// <summary>Client: done − intended start.</summary>
    public const string HttpResponseTime = "http.response_time";

    /// <summary>Client: done − actual start.</summary>
    public const string HttpServiceTime = "http.service_time";

    /// <summary>Client: share of failed requests.</summary>
    public const string HttpErrorRatio = "http.error_ratio";

    /// <summary>Client: requests that ended, a second.</summary>
    public const string HttpThroughput = "http.throughput";

    /// <summary>Client: share of requests that succeeded.</summary>
    public const string HttpAvailability = "http.availability";

    /// <summary>Pool of the API: connections in use.</summary>
    public const string DbPoolUsed = "db.pool.used";

    /// <summary>Pool of the API: open connections not in use.</summary>
    public const string DbPoolIdle = "db.pool.idle";

    /// <summary>Pool of the API: most connections.</summary>
    public const string DbPoolMax = "db.pool.max";

    /// <summary>Pool of the API: requests waiting for a connection.</summary>
    public const string DbPoolPending = "db.pool.pending";

    /// <summary>Postgres: sessions of clients, from pg_stat_activity.</summary>
    public const string DbSessions = "db.sessions";

    /// <summary>Postgres: active sessions.</summary>
    public const string DbSessionsActive = "db.sessions.active";

    /// <summary>Postgres: sessions that wait for a lock.</summary>
    public const string DbSessionsLocked = "db.sessions.locked";

    /// <summary>Postgres: sessions that run a statement without waiting for anything.</summary>
    public const string DbSessionsRunning = "db.sessions.running";

    /// <summary>Postgres: sessions that wait for the disk (wait event type IO).</summary>
    public const string DbSessionsIo = "db.sessions.io";

    /// <summary>Postgres: active sessions that wait for anything else (LWLock, BufferPin, IPC, Timeout, Extension).</summary>
    public const string DbSessionsWaiting = "db.sessions.waiting";

    /// <summary>Postgres: age of the longest running statement, in seconds.</summary>
    public const string DbLongestStatement = "db.statement.longest";

    /// <summary>Postgres: max_connections.</summary>
    public const string DbSessionsMax = "db.sessions.max";

    /// <summary>Postgres: committed transactions, running total.</summary>
    public const string DbCommits = "db.commits";

    /// <summary>Postgres: rolled-back transactions, running total.</summary>
    public const string DbRollbacks = "db.rollbacks";

    /// <summary>Postgres: time to connect and run a query, in ms.</summary>
    public const string DbPing = "db.ping";

    /// <summary>Postgres: 1 when it answered its probe, 0 when it did not.</summary>
    public const string DbUp = "db.up";

    /// <summary>Redis: 1 when it answered its probe, 0 when it did not.</summary>
    public const string RedisUp = "redis.up";

    /// <summary>True for a measure that is 1 while its server answers and 0 while it does not.</summary>
    public static bool IsUp(string measure) => measure is DbUp or RedisUp;

    /// <summary>Redis: used memory.</summary>
    public const string RedisMemoryUsed = "redis.memory.used";

    /// <summary>Redis: maxmemory; 0 when unlimited.</summary>
    public const string RedisMemoryMax = "redis.memory.max";

    /// <summary>Redis: connected clients.</summary>
    public const string RedisClients = "redis.clients";

    /// <summary>Redis: commands a second.</summary>
    public const string RedisCommandsPerSecond = "redis.commands_per_second";

    /// <summary>Redis: time of a PING seen from the client, in ms.</summary>
    public const string RedisPing = "redis.ping";

    /// <summary>Time of the API's database queries, in buckets (<see cref="TimeBucket"/>), from the API's own histogram.</summary>
    public const string DbQueryTime = "db.query_time";

    /// <summary>Queries of the API that ended in an error, running total; <c>db.query_time.count</c> counts all of them.</summary>
    public const string DbQueriesFailed = "db.queries.failed";

    /// <summary>Background jobs that were accepted, running total.</summary>
    public const string JobsSubmitted = "jobs.submitted";

    /// <summary>Background jobs that reached a terminal state, running total.</summary>
    public const string JobsEnded = "jobs.ended";

    /// <summary>Background jobs that completed, running total.</summary>
    public const string JobsCompleted = "jobs.completed";

    /// <summary>Background jobs that failed, running total.</summary>
    public const string JobsFailed = "jobs.failed";

    /// <summary>Time from a job's submission until a worker takes it, in buckets (<see cref="TimeBucket"/>).</summary>
    public const string JobsQueueTime = "jobs.queue_time";

    /// <summary>Time from a mail's trigger until an SMTP server has accepted it, in buckets (<see cref="TimeBucket"/>); one that was never accepted is above every bound.</summary>
    public const string EmailDeliveryTime = "email.delivery_time";

    /// <summary>Mails that were asked for, running total; with it the judge knows how many were still on their way when a phase ended.</summary>
    public const string EmailTriggered = "email.triggered";

    /// <summary>Mails that the SMTP server has accepted, running total.</summary>
    public const string EmailSent = "email.sent";

    /// <summary>Mails that were never accepted, running total.</summary>
    public const string EmailFailed = "email.failed";

    /// <summary>Mails that wait to be sent.</summary>
    public const string EmailQueueLength = "email.queue.length";

    /// <summary>Postgres: executions of queries, running total of pg_stat_statements, without the probe's own.</summary>
    public const string DbStatements = "db.statements";

    /// <summary>Postgres: time of these queries in ms, running total.</summary>
    public const string DbStatementTime = "db.statements.time";

    /// <summary>Postgres: sum of the squares of these times in ms², running total.</summary>
    public const string DbStatementTimeSquared = "db.statements.time_squared";

    /// <summary>Time of commands inside Redis, in buckets (<see cref="TimeBucket"/>), from LATENCY HISTOGRAM.</summary>
    public const string RedisCommandTime = "redis.command_time";

    /// <summary>Items waiting for a background worker.</summary>
    public const string QueueLength = "queue.length";

    /// <summary>Items that a background worker holds.</summary>
    public const string QueueProcessing = "queue.processing";

    /// <summary>Backups that were dumped, restored and found equal, running total.</summary>
    public const string BackupGood = "backup.good";

    /// <summary>Backups that ended, running total.</summary>
    public const string BackupTotal = "backup.total";

    /// <summary>Time of the last backup with its restore, in s.</summary>
    public const string BackupTime = "backup.time";

    /// <summary>Celery workers that are alive, by their heartbeats.</summary>
    public const string CeleryWorkers = "celery.workers";

    /// <summary>CPU of the generator, in cores.</summary>
    public const string CpuGenerator = "cpu.generator";

    /// <summary>CPU of the machine, 0 to 1.</summary>
    public const string CpuMachine = "cpu.machine";

    /// <summary>Tasks that run or want to run on the machine's CPUs.</summary>
    public const string CpuRunQueue = "cpu.run_queue";

    /// <summary>Share of a second in which some task of the machine waited for a CPU (pressure stall information), 0 to 1.</summary>
    public const string CpuPressure = "cpu.pressure";

    /// <summary>Memory of the machine that is not available, 0 to 1.</summary>
    public const string MemoryMachine = "memory.machine";

    /// <summary>CPU of a process of the stack, in cores: <c>cpu.postgres</c>, <c>cpu.redis</c>, <c>cpu.api</c>.</summary>
    public static string Cpu(string role) => "cpu." + role;

    /// <summary>Resident memory of a process of the stack, in bytes.</summary>
    public static string Memory(string role) => "memory." + role;
}
