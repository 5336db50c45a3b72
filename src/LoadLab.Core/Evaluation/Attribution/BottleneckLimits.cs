namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>From when on something counts as saturated. Each figure has its reason.</summary>
internal static class BottleneckLimits
{
    /// <summary>Seconds before the crossing that are looked at: a cause comes before its effect, and an SLO over a window of 10 s lags behind it.</summary>
    public const int Before = 12;

    /// <summary>Seconds after it: probes sample once a second, and a sample of a saturated server comes late.</summary>
    public const int After = 5;

    /// <summary>Samples in the window that must show it: one alone may be chance.</summary>
    public const int Samples = 2;

    /// <summary>Busy share of the machine: in an M/M/1 queue, work takes 1/(1 − 0.9) = 10 times its service time there.</summary>
    public const double MachineBusy = 0.9;

    /// <summary>Share of the machine's cores that others must have taken to be the cause.</summary>
    public const double OthersShare = 0.25;

    /// <summary>Used share of the pool from which on it is full; the sample may miss a connection between two requests.</summary>
    public const double PoolFull = 0.95;

    /// <summary>Cores that a process which can use only one uses when it is full; a sample may miss a little of it.</summary>
    public const double OneCoreLeast = 0.94;

    /// <summary>Cores above which a process uses more than one.</summary>
    public const double OneCoreMost = 1.04;

    /// <summary>Samples in a row that must show one core: a process that can use more varies.</summary>
    public const int OneCoreSamples = 5;

    /// <summary>Share of the active sessions that must wait for a lock or the disk; at least <see cref="WaitingSessions"/>.</summary>
    public const double WaitingShare = 0.5;

    /// <summary>Least number of waiting sessions: one waiter is everyday life.</summary>
    public const int WaitingSessions = 2;

    /// <summary>Age in seconds of a running statement that no LMS request should see; a page of an API is many statements.</summary>
    public const double StatementSeconds = 0.25;

    /// <summary>Milliseconds of a PING on one machine: hundreds of times what it takes, so the server is blocked.</summary>
    public const double RedisPingMs = 100;

    /// <summary>Items by which a queue must have grown in the window.</summary>
    public const double QueueGrowth = 10;
}
