namespace LoadLab.Core.Statistics;

/// <summary>
/// Length of the blocks of a block bootstrap: about n^⅓ (Hall, Horowitz and Jing 1995), and at least as far as the series
/// remembers: the first lag at which its autocorrelation is under 0.1. At most a quarter of the series, so that blocks can vary.
/// </summary>
internal static class BlockLength
{
    private const double Forgotten = 0.1;

    /// <summary>The length for <paramref name="series"/>, at least 1.</summary>
    public static int Of(IReadOnlyList<double> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var longest = Math.Max(1, series.Count / 4);
        var length = (int)Math.Ceiling(Math.Cbrt(series.Count) - 1e-9);
        while (length < longest && Autocorrelation(series, length) >= Forgotten)
        {
            length++;
        }

        return Math.Clamp(length, 1, longest);
    }

    /// <summary>Sample autocorrelation at <paramref name="lag"/> (Box and Jenkins 2.1.5): Σ(xᵢ−x̄)(xᵢ₊ₗ−x̄) / Σ(xᵢ−x̄)²; 0 for a constant series.</summary>
    public static double Autocorrelation(IReadOnlyList<double> series, int lag)
    {
        ArgumentNullException.ThrowIfNull(series);
        var mean = series.Count == 0 ? 0 : series.Average();
        double product = 0;
        double square = 0;
        for (var i = 0; i < series.Count; i++)
        {
            square += (series[i] - mean) * (series[i] - mean);
            if (i + lag < series.Count)
            {
                product += (series[i] - mean) * (series[i + lag] - mean);
            }
        }

        return square > 0 ? product / square : 0;
    }
}
