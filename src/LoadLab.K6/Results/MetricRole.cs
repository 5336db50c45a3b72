namespace LoadLab.K6.Results;

/// <summary>What a metric's points mean beside their figures.</summary>
internal enum MetricRole
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>Each point is a request.</summary>
    Request,

    /// <summary>Each point is an iteration.</summary>
    Iteration,

    /// <summary>Each point is a check.</summary>
    Check,

    /// <summary>Iterations that were not begun.</summary>
    Dropped,

    /// <summary>Each point is the end of a group.</summary>
    Group,

    /// <summary>Each point above 0 is a connection that was opened.</summary>
    Connect,

    /// <summary>Each point above 0 is a TLS handshake.</summary>
    TlsHandshake,

    /// <summary>The users that there are.</summary>
    Users,

    /// <summary>Of the module around a script: an iteration began.</summary>
    OwnStart,

    /// <summary>Of the module around a script: the script's part of an iteration has ended.</summary>
    OwnEnd,
}
