namespace LoadLab.ReferenceLms.Configuration;

/// <summary>Everything the service can be told, checked and complete.</summary>
internal sealed record LmsOptions
{
    /// <summary>Npgsql connection string; <see cref="PoolSize"/> overrides its pool size.</summary>
    public required string Postgres { get; init; }

    /// <summary>StackExchange.Redis configuration.</summary>
    public required string Redis { get; init; }

    /// <summary>Wait added to each <c>/api</c> request without holding anything.</summary>
    /// <value>Zero.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>Time added to each query inside Postgres, while the query holds its connection.</summary>
    /// <value>Zero.</value>
    public TimeSpan QueryDelay { get; init; }

    /// <summary>Most connections in the Postgres pool, 1 to 1,000.</summary>
    /// <value>50.</value>
    public int PoolSize { get; init; } = 50;

    /// <summary>PBKDF2-SHA256 iterations of a password hash, 1 to 10,000,000.</summary>
    /// <value>10,000: about 3 ms of CPU. OWASP advises 600,000 for production.</value>
    public int PasswordIterations { get; init; } = 10_000;

    /// <summary>Life of a cached course or page of courses.</summary>
    /// <value>30 s.</value>
    public TimeSpan CacheTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Grading workers, 0 to 64. With 0 the queue only grows.</summary>
    /// <value>2.</value>
    public int Workers { get; init; } = 2;

    /// <summary>Size of the generated data.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>Folder of the uploaded files.</summary>
    public required string StoragePath { get; init; }

    /// <summary>Most bytes of uploaded files; beyond it the oldest are deleted.</summary>
    /// <value>1 GiB.</value>
    public long StorageMaxBytes { get; init; } = 1L << 30;

    /// <summary>The mail server; null for none, and then no mail is sent.</summary>
    public SmtpOptions? Smtp { get; init; }
}

/// <summary>Size and seed of the generated data.</summary>
internal sealed record DataOptions
{
    /// <summary>Users, 1 to 99,999.</summary>
    /// <value>5,000.</value>
    public int Users { get; init; } = 5_000;

    /// <summary>Courses, 1 to 100,000.</summary>
    /// <value>200.</value>
    public int Courses { get; init; } = 200;

    /// <summary>Enrolments, spread evenly over the users; at most users × courses.</summary>
    /// <value>100,000.</value>
    public int Enrolments { get; init; } = 100_000;

    /// <summary>The same seed gives the same data.</summary>
    /// <value>1.</value>
    public int Seed { get; init; } = 1;
}
