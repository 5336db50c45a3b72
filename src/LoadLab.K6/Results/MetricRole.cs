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
}
