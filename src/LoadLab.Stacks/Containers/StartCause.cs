namespace LoadLab.Stacks.Containers;

/// <summary>Why a container did not come up.</summary>
internal enum StartCause
{
    /// <summary>Nothing that is known; its log may say more.</summary>
    Other,

    /// <summary>Somebody else has its port.</summary>
    PortTaken,

    /// <summary>It used more memory than it may.</summary>
    OutOfMemory,

    /// <summary>The engine's disk is full.</summary>
    DiskFull,

    /// <summary>Its image is for another architecture.</summary>
    OtherArchitecture,

    /// <summary>Its Postgres has no pg_stat_statements, and was to load it.</summary>
    NoStatementStatistics,
}
