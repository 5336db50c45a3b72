namespace LoadLab.K6.Metrics;

/// <summary>k6's metrics of gRPC. Only scripts that use it have them.</summary>
/// <param name="Duration">How long calls took, and streams from their beginning to their end.</param>
/// <param name="Streams">Streams that were begun.</param>
/// <param name="Sent">Messages that were sent on streams.</param>
/// <param name="Received">Messages that came on streams.</param>
internal sealed record GrpcMetrics(Metric Duration, Metric Streams, Metric Sent, Metric Received);
