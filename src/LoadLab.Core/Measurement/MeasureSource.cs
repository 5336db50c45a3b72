using System.Diagnostics;

namespace LoadLab.Core.Measurement;

/// <summary>Who brings a measure.</summary>
public enum MeasureSource
{
    /// <summary>The load itself.</summary>
    Load,

    /// <summary>The probe of Postgres.</summary>
    Postgres,

    /// <summary>The probe of Postgres, from the extension pg_stat_statements.</summary>
    Statements,

    /// <summary>The probe of Redis.</summary>
    Redis,

    /// <summary>The probe of Redis, from LATENCY HISTOGRAM.</summary>
    RedisLatency,

    /// <summary>A queue: lists of Redis, Celery, or the target's own metrics.</summary>
    Queue,

    /// <summary>Lists of Redis with the items that workers hold.</summary>
    Processing,

    /// <summary>The target's Prometheus metrics.</summary>
    Metrics,

    /// <summary>The target's Prometheus metrics, or pg_stat_statements in their place.</summary>
    MetricsOrStatements,

    /// <summary>The probe of Celery.</summary>
    Celery,

    /// <summary>The probe that makes backups.</summary>
    Backup,

    /// <summary>The processes of the stack, as far as they run on this machine.</summary>
    Processes,

    /// <summary>The machine on which LoadLab runs.</summary>
    Machine,

    /// <summary>The time of a transfer, and its size from the suite's settings.</summary>
    TransferSize,

    /// <summary>The target's Prometheus metrics, under a name that the suite chose.</summary>
    OwnMetrics,

    /// <summary>The scenarios themselves: their metrics and checks.</summary>
    Scenario,
}

/// <summary>What to say of each source. Pure.</summary>
internal static class MeasureSources
{
    /// <summary>Which stack has it, and what a user's own stack needs for it.</summary>
    public static string StacksOf(MeasureSource source) => source switch
    {
        MeasureSource.Load => "every stack",
        MeasureSource.Postgres => "processes, containers; external with --external-postgres",
        MeasureSource.Statements => "processes, containers; external with --external-postgres, where the extension pg_stat_statements is loaded",
        MeasureSource.Redis => "processes, containers; external with --external-redis",
        MeasureSource.RedisLatency => "processes, containers; external with --external-redis, from Redis 7",
        MeasureSource.Queue => "processes, containers; external with --external-redis and the setting probes.queues or probes.celery, or with the suite's metrics",
        MeasureSource.Processing => "every stack with Redis and the setting probes.processing",
        MeasureSource.Metrics => "processes, containers; external with the suite's metrics",
        MeasureSource.MetricsOrStatements => "processes, containers; external with the suite's metrics (a histogram), or with --external-postgres and pg_stat_statements",
        MeasureSource.Celery => "every stack with Redis and the setting probes.celery",
        MeasureSource.Backup => "every stack with Postgres and the setting probes.backup",
        MeasureSource.Processes => "processes, containers; external where the part runs on this machine: ROLE is then target, postgres or redis",
        MeasureSource.Machine => "every stack, on Linux: the machine on which LoadLab runs",
        MeasureSource.TransferSize => "every stack with the setting NAME.bytes",
        MeasureSource.Scenario => "every stack, where scenarios or a k6 script give it values",
        MeasureSource.OwnMetrics => "every stack whose target exports it: the suite's metrics names it",
        _ => throw new UnreachableException(source.ToString()),
    };

    /// <summary>What it means that there is no value.</summary>
    public static string AbsenceOf(MeasureSource source) => source switch
    {
        MeasureSource.Load or MeasureSource.TransferSize => "no request ended in that time",
        MeasureSource.Postgres => "Postgres did not answer, or the role lacks pg_read_all_stats",
        MeasureSource.Statements => "pg_stat_statements is not loaded, or may not be read",
        MeasureSource.Redis => "Redis did not answer",
        MeasureSource.RedisLatency => "Redis is older than 7, or may not be asked for LATENCY HISTOGRAM",
        MeasureSource.Queue or MeasureSource.Processing => "the queue could not be read, or there is no such list",
        MeasureSource.Metrics or MeasureSource.MetricsOrStatements or MeasureSource.OwnMetrics => "the target did not answer, or exports no such metric",
        MeasureSource.Celery => "the broker did not answer, or no heartbeat was heard yet",
        MeasureSource.Backup => "no backup has ended yet",
        MeasureSource.Processes => "the process was not there, or was seen for the first time",
        MeasureSource.Machine => "the kernel does not tell it",
        MeasureSource.Scenario => "no measured iteration gave it a value",
        _ => throw new UnreachableException(source.ToString()),
    };
}
