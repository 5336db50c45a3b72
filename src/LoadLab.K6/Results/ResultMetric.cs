using LoadLab.K6.Metrics;

namespace LoadLab.K6.Results;

/// <summary>A metric of the results.</summary>
internal sealed record ResultMetric(Metric Figures, MetricRole Role)
{
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
