using LoadLab.K6.Metrics;

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

/// <summary>A metric of the results.</summary>
internal sealed record ResultMetric(Metric Figures, MetricRole Role)
{
    /// <summary>True for times, which are never below 0.</summary>
    public bool IsTime => Figures.IsTime;

    public static MetricRole RoleOf(string name) => name switch
    {
        "http_req_duration" => MetricRole.Request,
        "iteration_duration" => MetricRole.Iteration,
        "checks" => MetricRole.Check,
        "dropped_iterations" => MetricRole.Dropped,
        "group_duration" => MetricRole.Group,
        "http_req_connecting" => MetricRole.Connect,
        "http_req_tls_handshaking" => MetricRole.TlsHandshake,
        _ => MetricRole.Plain,
    };
}
