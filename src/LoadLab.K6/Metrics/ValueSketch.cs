using System.Runtime.InteropServices;

namespace LoadLab.K6.Metrics;

/// <summary>
/// A distribution of any numbers in bounded memory: buckets as wide as 1/1024 of their value, each with the mean of its own values, so that values
/// which differ by more are told apart exactly. Percentiles interpolate between ranks as k6's do. Not thread-safe.
/// </summary>
internal sealed class ValueSketch
{
    private const int DroppedBits = 42;

    private readonly Dictionary<long, Bucket> _buckets = [];
    private KeyValuePair<long, Bucket>[]? _sorted;

    public long Count { get; private set; }

    public double Sum { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public void Add(double value)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, KeyOf(value), out _);
        bucket = new Bucket(bucket.Count + 1, bucket.Sum + value);
        Count++;
        Sum += value;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        _sorted = null;
    }

    /// <summary>The value at a percentile of 0 to 100; NaN when there is none.</summary>
    public double Percentile(double percentile)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var rank = percentile / 100 * (Count - 1);
        var below = (long)Math.Floor(rank);
        var low = AtRank(below);
        return low + ((AtRank(Math.Min(below + 1, Count - 1)) - low) * (rank - below));
    }

    /// <summary>Sorts as the numbers do: sign and size of the double's leading bits.</summary>
    private static long KeyOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value)) >> DroppedBits;
        return value < 0 ? -bits : bits;
    }

    private double AtRank(long rank)
    {
        if (rank <= 0)
        {
            return Min;
        }

        if (rank >= Count - 1)
        {
            return Max;
        }

        _sorted ??= [.. _buckets.OrderBy(bucket => bucket.Key)];
        long seen = 0;
        foreach (var (_, bucket) in _sorted)
        {
            seen += bucket.Count;
            if (rank < seen)
            {
                return Math.Clamp(bucket.Sum / bucket.Count, Min, Max);
            }
        }

        return Max;
    }

    private readonly record struct Bucket(long Count, double Sum);
}
