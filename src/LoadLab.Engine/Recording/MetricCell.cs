using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.Recording;

/// <summary>What a metric or check got: on one thread between two harvests, in a second, or in all. Adding allocates nothing. Not thread-safe.</summary>
/// <param name="hasBuckets">True for a trend.</param>
internal sealed class MetricCell(bool hasBuckets)
{
    /// <summary>Buckets of a power of ten. A trend's values lie in one or two of them, and each thread has a cell: a script has a thread for each user.</summary>
    private const int BlockLength = 160;

    private readonly long[]?[] _blocks = hasBuckets ? new long[]?[(TrendBuckets.Count + BlockLength - 1) / BlockLength] : [];
    private long _lastStamp = long.MinValue;

    public long Count { get; private set; }

    /// <summary>Values that are not 0.</summary>
    public long Passes { get; private set; }

    public double Sum { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>The value with the latest time stamp.</summary>
    public double Last { get; private set; }

    /// <summary>Values in a bucket.</summary>
    public long BucketAt(int index) => _blocks[index / BlockLength] is { } block ? block[index % BlockLength] : 0;

    /// <summary>Hands over the values by bucket.</summary>
    public TrendSum ToTrend()
    {
        var trend = new TrendSum();
        for (var i = 0; i < TrendBuckets.Count && hasBuckets; i++)
        {
            trend.Add(i, BucketAt(i));
        }

        return trend;
    }

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
            var index = TrendBuckets.IndexOf(value);
            (_blocks[index / BlockLength] ??= new long[BlockLength])[index % BlockLength]++;
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

        for (var i = 0; i < _blocks.Length; i++)
        {
            if (other._blocks[i] is { } theirs)
            {
                var own = _blocks[i] ??= new long[BlockLength];
                for (var at = 0; at < BlockLength; at++)
                {
                    own[at] += theirs[at];
                }
            }
        }
    }

    public void Reset()
    {
        if (Count > 0)
        {
            (Count, Passes, Sum, Min, Max, Last, _lastStamp) = (0, 0, 0, double.PositiveInfinity, double.NegativeInfinity, 0, long.MinValue);
            foreach (var block in _blocks)
            {
                Array.Clear(block ?? []);
            }
        }
    }
}
