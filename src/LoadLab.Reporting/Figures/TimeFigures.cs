using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Reporting.Figures;

/// <summary>The usual figures of a set of durations, in milliseconds. All are <see cref="double.NaN"/> when there are no samples.</summary>
/// <param name="Samples">Number of durations.</param>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">Largest.</param>
public sealed record TimeFigures(long Samples, double P50, double P95, double P99, double Max)
{
    /// <summary>The figures of the merged <paramref name="parts"/>; percentiles are never averaged.</summary>
    public static TimeFigures Of(IEnumerable<PackedHistogram> parts)
    {
        var whole = PackedHistogram.Merge(parts);
        return whole.TotalCount == 0
            ? new TimeFigures(0, double.NaN, double.NaN, double.NaN, double.NaN)
            : new TimeFigures(
                whole.TotalCount,
                whole.PercentileMicros(50) / 1000.0,
                whole.PercentileMicros(95) / 1000.0,
                whole.PercentileMicros(99) / 1000.0,
                whole.MaxMicros / 1000.0);
    }
}
