using LoadLab.K6.Metrics;

namespace LoadLab.K6.Results;

/// <summary>A metric of the results.</summary>
internal sealed record ResultMetric(Metric Figures, MetricRole Role)
{
    /// <summary>The starts of iterations, as the module around a script tells them.</summary>
    public const string OwnStarts = "loadlab_iteration_started";

    /// <summary>Their ends, without think time.</summary>
    public const string OwnEnds = "loadlab_iteration_ended";

    /// <summary>True for a metric that is LoadLab's and not the script's.</summary>
    public bool IsOwn => Role is MetricRole.OwnStart or MetricRole.OwnEnd;

    public static MetricRole RoleOf(string name) => name switch
    {
        "http_req_duration" => MetricRole.Request,
        "iteration_duration" => MetricRole.Iteration,
        "checks" => MetricRole.Check,
        "dropped_iterations" => MetricRole.Dropped,
        "group_duration" => MetricRole.Group,
        "http_req_connecting" => MetricRole.Connect,
        "http_req_tls_handshaking" => MetricRole.TlsHandshake,
        "vus" => MetricRole.Users,
        OwnStarts => MetricRole.OwnStart,
        OwnEnds => MetricRole.OwnEnd,
        _ => MetricRole.Plain,
    };
}
