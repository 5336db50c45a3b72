namespace LoadLab.Publishing.Live;

/// <summary>
/// The classic buckets of response times, for what cannot carry native histograms: the text that Prometheus scrapes, and receivers of remote write that were
/// not told to take them.
/// </summary>
internal static class LiveBuckets
{
    /// <summary>In seconds. Two neighbours differ by a factor of at most 5/3 up to 30 s, and so far is a percentile that is read from them at most off.</summary>
    private static readonly double[] Usual = [.. new[] { 0.001, 0.01, 0.1, 1 }.SelectMany(decade => new[] { 1, 1.5, 2, 3, 5, 7 }.Select(step => Math.Round(decade * step, 4))), 10, 15, 20, 30, 60];

    /// <summary>The upper bounds, each of the catalogue's limits among them.</summary>
    /// <param name="limitsMs">The limits, in ms.</param>
    public static double[] Of(IReadOnlyList<double> limitsMs) => [.. Usual.Concat(limitsMs.Select(limit => limit / 1000)).Where(bound => bound > 0).Distinct().Order()];
}
