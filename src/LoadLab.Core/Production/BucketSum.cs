namespace LoadLab.Core.Production;

/// <summary>Events of a period up to an upper bound of a histogram: cumulative, as Prometheus counts.</summary>
/// <param name="UpToMs">The bound in milliseconds; null for the last bucket, which has none.</param>
/// <param name="Count">Events up to it.</param>
public sealed record BucketSum(double? UpToMs, double Count);
