namespace LoadLab.Core.Runs;

/// <summary>The stack of a run.</summary>
public sealed record StackPlan
{
    /// <summary><c>auto</c>, <c>processes</c>, <c>containers</c> or <c>external</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Postgres settings, as in postgresql.conf.</summary>
    public IReadOnlyDictionary<string, string> Postgres { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Redis settings, as in redis.conf.</summary>
    public IReadOnlyDictionary<string, string> Redis { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>API instances (<c>stack.api.instances</c>).</summary>
    public int ApiInstances { get; init; } = 1;

    /// <summary>
    /// By how much the priority of the stack's processes is lower than LoadLab's (<c>stack.nice</c>, as in nice(1)): 0 for the same, 19 for the
    /// lowest. Then a busy stack on the generator's machine makes the generator less late; but whatever else runs there takes more from the
    /// target. For <c>processes</c>.
    /// </summary>
    /// <value>0</value>
    public int Nice { get; init; }

    /// <summary>
    /// True when the grading workers run in a process of their own, with the role <c>worker</c>, and not inside the API. Set by the planner
    /// when a fault names the worker; otherwise the stack is the one that earlier runs were measured on.
    /// </summary>
    public bool SeparateWorker { get; init; }

    /// <summary>Images of the containers: role to reference, with tag or digest (<c>stack.images</c>). What is not named has LoadLab's default.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init => field = value ?? Empty<string>(); } = Empty<string>();

    /// <summary>Limits of the containers: role to limit (<c>stack.limits</c>).</summary>
    public IReadOnlyDictionary<string, ResourceLimit> Limits { get; init => field = value ?? Empty<ResourceLimit>(); } = Empty<ResourceLimit>();

    /// <summary>How containers reach the network: <c>host</c> or <c>bridge</c>; null for host where the engine is on this machine (<c>stack.network</c>).</summary>
    public string? Network { get; init; }

    /// <summary>The reference LMS.</summary>
    public LmsPlan Lms { get; init; } = new();

    /// <summary>The user's own stack, for <c>external</c>.</summary>
    public ExternalStackPlan? External { get; init; }

    private static SortedDictionary<string, T> Empty<T>() => new(StringComparer.Ordinal);
}

/// <summary>What a container may use.</summary>
/// <param name="Cpus">Cores; null for all.</param>
/// <param name="MemoryBytes">Bytes; null for all.</param>
public sealed record ResourceLimit(double? Cpus, long? MemoryBytes);

/// <summary>Settings of the reference LMS: the suite's <c>lms:</c> section.</summary>
public sealed record LmsPlan
{
    /// <summary>Wait added to each API request (<c>lms.delay</c>): for trying the gate. Zero in a real run.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Time added to each query inside Postgres while it holds its connection (<c>lms.query.delay</c>).</summary>
    public TimeSpan QueryDelay { get; init; }

    /// <summary>Largest number of pooled connections (<c>lms.pool.size</c>).</summary>
    public int PoolSize { get; init; } = 50;

    /// <summary>PBKDF2-SHA256 iterations of a password hash (<c>lms.password.iterations</c>).</summary>
    public int PasswordIterations { get; init; } = 10_000;

    /// <summary>Life of a cached course (<c>lms.cache.ttl</c>).</summary>
    public TimeSpan CacheTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Grading workers (<c>lms.workers</c>).</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Users to generate (<c>lms.data.users</c>).</summary>
    public int Users { get; init; } = 5_000;

    /// <summary>Courses to generate (<c>lms.data.courses</c>).</summary>
    public int Courses { get; init; } = 200;

    /// <summary>Enrolments to generate (<c>lms.data.enrolments</c>).</summary>
    public int Enrolments { get; init; } = 100_000;
}

/// <summary>A stack that LoadLab did not start. Secrets in it are never written to a record.</summary>
public sealed record ExternalStackPlan
{
    /// <summary>Address of the API.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Npgsql connection string for the probes; null for none.</summary>
    public string? Postgres { get; init; }

    /// <summary>StackExchange.Redis configuration for the probes; null for none.</summary>
    public string? Redis { get; init; }

    /// <summary>Path of the Prometheus metrics; null for none.</summary>
    /// <value><c>/metrics</c></value>
    public string? MetricsPath { get; init; } = "/metrics";
}
