using LoadLab.K6.Metrics;

namespace LoadLab.K6.Results;

/// <summary>What k6's own metrics are, for files that do not say it.</summary>
internal static class KnownMetrics
{
    private static readonly string[] s_counters = ["http_reqs", "iterations", "dropped_iterations", "ws_sessions", "ws_msgs_sent", "ws_msgs_received", "browser_http_req_total"];
    private static readonly string[] s_bytes = ["data_sent", "data_received", "browser_data_sent", "browser_data_received"];
    private static readonly string[] s_gauges = ["vus", "vus_max"];
    private static readonly string[] s_rates = ["checks", "http_req_failed", "browser_http_req_failed"];
    private static readonly string[] s_times =
    [
        "http_req_duration", "http_req_blocked", "http_req_connecting", "http_req_tls_handshaking", "http_req_sending", "http_req_waiting", "http_req_receiving",
        "iteration_duration", "group_duration", "grpc_req_duration", "ws_connecting", "ws_session_duration", "ws_ping", "browser_http_req_duration",
        "browser_web_vital_fcp", "browser_web_vital_lcp", "browser_web_vital_ttfb", "browser_web_vital_fid", "browser_web_vital_inp",
    ];

    /// <summary>Kind and content of a metric of k6's own; null for another.</summary>
    public static (MetricKind Kind, string Contains)? Find(string name) =>
        s_times.Contains(name) ? (MetricKind.Trend, "time")
        : s_counters.Contains(name) ? (MetricKind.Counter, "default")
        : s_rates.Contains(name) ? (MetricKind.Rate, "default")
        : s_bytes.Contains(name) ? (MetricKind.Counter, "data")
        : s_gauges.Contains(name) ? (MetricKind.Gauge, "default")
        : null;

    /// <summary>The kind of a word; null for one that k6 does not have.</summary>
    public static MetricKind? KindOf(string? word) => word switch
    {
        "counter" => MetricKind.Counter,
        "gauge" => MetricKind.Gauge,
        "rate" => MetricKind.Rate,
        "trend" => MetricKind.Trend,
        _ => null,
    };
}
