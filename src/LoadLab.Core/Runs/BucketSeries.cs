namespace LoadLab.Core.Runs;

/// <summary>
/// Somebody else's histogram, sampled: the API's query times, Redis's command times. All it tells of a value is the bucket, so that
/// a percentile of it is a pair of bounds.
/// </summary>
/// <param name="Measure">What was measured; its unit is that of the bounds.</param>
/// <param name="UpperBounds">Inclusive upper bound of each bucket, rising; the last may be infinite.</param>
/// <param name="Points">Samples in order; a gap has no point.</param>
public sealed record BucketSeries(Measure Measure, IReadOnlyList<double> UpperBounds, IReadOnlyList<BucketPoint> Points);

/// <summary>One sample: running totals since the server started. They fall back to zero when it restarts.</summary>
/// <param name="Second">Second of the run's clock.</param>
/// <param name="Counts">Values in each bucket alone, not in it and all below.</param>
public sealed record BucketPoint(double Second, IReadOnlyList<long> Counts);
