using System.Globalization;
using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>The values of a trend, by bucket.</summary>
public sealed class TrendSum
{
    private readonly long[] _counts = new long[TrendBuckets.Count];

    /// <summary>All values.</summary>
    public long Total { get; private set; }

    /// <summary>Adds to a bucket.</summary>
    public void Add(int index, long count)
    {
        _counts[index] += count;
        Total += count;
    }

    /// <summary>Adds what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It did not write it.</exception>
    public void Add(string distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        foreach (var part in distribution.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var count = long.Parse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
            _counts[colon == 0 ? _counts.Length - 1 : TrendBuckets.IndexOf(double.Parse(part.AsSpan(0, colon), NumberStyles.Float, CultureInfo.InvariantCulture))] += count;
            Total += count;
        }
    }

    /// <summary>
    /// The upper edge of the bucket that holds a percentile of 0 to 100, and no more than the highest value: at least so many of the values are not above it.
    /// Null without values.
    /// </summary>
    public double? Percentile(double percentile, double max)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(percentile / 100 * Total));
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Min(TrendBuckets.UpTo(i), max);
            }
        }

        return null;
    }

    /// <summary>Upper edge and count of each bucket with values; the last bucket has no edge.</summary>
    public override string ToString() => string.Join(' ', Enumerable.Range(0, _counts.Length).Where(i => _counts[i] > 0)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"{(double.IsPositiveInfinity(TrendBuckets.UpTo(i)) ? "" : TrendBuckets.UpTo(i).ToString("R", CultureInfo.InvariantCulture))}:{_counts[i]}")));
}
