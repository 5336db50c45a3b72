namespace LoadLab.K6.Metrics;

/// <summary>k6's metrics of WebSockets. Only scripts that use them have them.</summary>
/// <param name="Sessions">Connections that were opened.</param>
/// <param name="Connecting">How long that took.</param>
/// <param name="SessionDuration">How long they lasted, connecting included.</param>
/// <param name="Sent">Messages that were sent.</param>
/// <param name="Received">Messages that came.</param>
/// <param name="Ping">From a ping to its pong.</param>
internal sealed record SocketMetrics(Metric Sessions, Metric Connecting, Metric SessionDuration, Metric Sent, Metric Received, Metric Ping);
