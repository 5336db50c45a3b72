using LoadLab.Core.Measurement;

namespace LoadLab.Engine.Recording;

/// <summary>What a metric or check got: on one thread between two harvests, in a second, or in all. Adding allocates nothing. Not thread-safe.</summary>
/// <param name="hasBuckets">True for a trend.</param>
internal sealed class MetricCell(bool hasBuckets)
{
    private readonly long[] _buckets = hasBuckets ? new long[TrendBuckets.Count] : [];
    private long _lastStamp = long.MinValue;

    public long Count { get; private set; }

    /// <summary>Values that are not 0.</summary>
    public long Passes { get; private set; }

    public double Sum { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>The value with the latest time stamp.</summary>
    public double Last { get; private set; }

    public ReadOnlySpan<long> Buckets => _buckets;

    public void Add(double value, long stamp)
    {
        Count++;
        Passes += value != 0 ? 1 : 0;
        Sum += value;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        if (stamp >= _lastStamp)
        {
            (Last, _lastStamp) = (value, stamp);
        }

        if (hasBuckets)
        {
            _buckets[TrendBuckets.IndexOf(value)]++;
        }
    }

    public void Add(MetricCell other)
    {
        if (other.Count == 0)
        {
            return;
        }

        Count += other.Count;
        Passes += other.Passes;
        Sum += other.Sum;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        if (other._lastStamp >= _lastStamp)
        {
            (Last, _lastStamp) = (other.Last, other._lastStamp);
        }

        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] += other._buckets[i];
        }
    }

    public void Reset()
    {
        if (Count > 0)
        {
            (Count, Passes, Sum, Min, Max, Last, _lastStamp) = (0, 0, 0, double.PositiveInfinity, double.NegativeInfinity, 0, long.MinValue);
            Array.Clear(_buckets);
        }
    }
}
