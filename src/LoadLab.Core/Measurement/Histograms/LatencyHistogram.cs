using System.Runtime.CompilerServices;

namespace LoadLab.Core.Measurement.Histograms;

/// <summary>
/// Counts of durations in microseconds, HDR layout, fixed memory. Recording is one array increment and allocates nothing.
/// Not thread-safe: one recorder a worker, merged with <see cref="Add(LatencyHistogram)"/>.
/// </summary>
public sealed class LatencyHistogram
{
    private const int BlockBits = 7;
    private const int BlockLength = 1 << BlockBits;

    /// <summary>Blocks of 1 KiB appear when they are first needed: a row that was counted once has one, and there may be thousands of rows.</summary>
    private readonly long[]?[] _blocks = new long[]?[(HistogramLayout.CountsLength + BlockLength - 1) / BlockLength];
    private int _lowestIndex = int.MaxValue;
    private int _highestIndex = -1;

    /// <summary>Number of values, overflow included.</summary>
    public long TotalCount { get; private set; }

    /// <summary>Values above one hour. They stand in the last count.</summary>
    public long OverflowCount { get; private set; }

    /// <summary>Smallest value recorded to the histogram's resolution, in microseconds; 0 when empty.</summary>
    public long MinMicros => TotalCount == 0 ? 0 : HistogramLayout.LowestAt(_lowestIndex);

    /// <summary>Largest value recorded to the histogram's resolution, in microseconds; 0 when empty.</summary>
    public long MaxMicros => TotalCount == 0 ? 0 : HistogramLayout.HighestAt(_highestIndex);

    /// <summary>Mean in microseconds, from the middle of each bucket; 0 when empty.</summary>
    public double MeanMicros
    {
        get
        {
            if (TotalCount == 0)
            {
                return 0;
            }

            double sum = 0;
            for (var i = _lowestIndex; i <= _highestIndex; i++)
            {
                sum += CountAt(i) * (double)(HistogramLayout.LowestAt(i) + (HistogramLayout.WidthAt(i) / 2));
            }

            return sum / TotalCount;
        }
    }

    /// <summary>Counts one duration. A negative one counts as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long micros) => Record(micros, 1);

    /// <summary>Counts a duration several times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long micros, long count)
    {
        if ((ulong)micros > HistogramLayout.HighestTrackableMicros)
        {
            micros = Clamp(micros, count);
        }

        RecordAt(HistogramLayout.IndexOf(micros), count);
    }

    /// <summary>
    /// The value below or at which at least <paramref name="percentile"/> percent of the values lie, in microseconds: the highest
    /// value of the bucket that holds the rank ⌈p/100 · n⌉, as in HdrHistogram's Java original. 0 when empty.
    /// </summary>
    /// <param name="percentile">0 to 100.</param>
    public long PercentileMicros(double percentile)
    {
        if (TotalCount == 0)
        {
            return 0;
        }

        return ValueAtRank(Math.Max(1, (long)Math.Ceiling(PercentileRank(percentile, TotalCount))));
    }

    /// <summary>The value of the <paramref name="rank"/>-th smallest sample, counted from 1, in microseconds.</summary>
    public long ValueAtRank(long rank)
    {
        long seen = 0;
        for (var i = _lowestIndex; i <= _highestIndex; i++)
        {
            seen += CountAt(i);
            if (seen >= rank)
            {
                return HistogramLayout.HighestAt(i);
            }
        }

        return MaxMicros;
    }

    /// <summary>Number of values that are certainly at or below <paramref name="micros"/>: those of whole buckets below it and of its own.</summary>
    public long CountAtOrBelow(long micros)
    {
        var last = HistogramLayout.IndexOf(Math.Clamp(micros, 0, HistogramLayout.HighestTrackableMicros));
        long seen = 0;
        for (var i = _lowestIndex; i <= Math.Min(last, _highestIndex); i++)
        {
            seen += CountAt(i);
        }

        return seen;
    }

    /// <summary>Adds all of another histogram.</summary>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.TotalCount == 0)
        {
            return;
        }

        for (var block = other._lowestIndex >> BlockBits; block <= other._highestIndex >> BlockBits; block++)
        {
            if (other._blocks[block] is { } from)
            {
                var into = BlockAt(block);
                for (var i = 0; i < from.Length; i++)
                {
                    into[i] += from[i];
                }
            }
        }

        _lowestIndex = Math.Min(_lowestIndex, other._lowestIndex);
        _highestIndex = Math.Max(_highestIndex, other._highestIndex);
        TotalCount += other.TotalCount;
        OverflowCount += other.OverflowCount;
    }

    /// <summary>Adds all of a packed histogram.</summary>
    public void Add(PackedHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < other.Indices.Length; i++)
        {
            RecordAt(other.Indices[i], other.Counts[i]);
        }

        OverflowCount += other.OverflowCount;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        for (var i = _lowestIndex; i <= _highestIndex; i = ((i >> BlockBits) + 1) << BlockBits)
        {
            if (_blocks[i >> BlockBits] is { } block)
            {
                Array.Clear(block);
            }
        }

        _lowestIndex = int.MaxValue;
        _highestIndex = -1;
        TotalCount = 0;
        OverflowCount = 0;
    }

    /// <summary>An immutable copy that holds the counts above zero only.</summary>
    public PackedHistogram Pack()
    {
        var filled = 0;
        for (var i = _lowestIndex; i <= _highestIndex; i++)
        {
            filled += CountAt(i) != 0 ? 1 : 0;
        }

        var indices = new int[filled];
        var counts = new long[filled];
        for (int i = _lowestIndex, at = 0; i <= _highestIndex; i++)
        {
            if (CountAt(i) is not 0 and var count)
            {
                indices[at] = i;
                counts[at++] = count;
            }
        }

        return new PackedHistogram(indices, counts, OverflowCount);
    }

    /// <summary>p/100 · n, one step of double rounding below, so that 99.9 % of 1,000 is rank 999 and not 1,000 (as the Java original does).</summary>
    internal static double PercentileRank(double percentile, long count) =>
        Math.Max(0, Math.BitDecrement(Math.Clamp(percentile, 0, 100)) / 100.0) * count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RecordAt(int index, long count)
    {
        (_blocks[index >> BlockBits] ?? BlockAt(index >> BlockBits))[index & (BlockLength - 1)] += count;
        TotalCount += count;
        if (index < _lowestIndex)
        {
            _lowestIndex = index;
        }

        if (index > _highestIndex)
        {
            _highestIndex = index;
        }
    }

    private long CountAt(int index) => _blocks[index >> BlockBits] is { } block ? block[index & (BlockLength - 1)] : 0;

    private long[] BlockAt(int block) => _blocks[block] ??= new long[BlockLength];

    private long Clamp(long micros, long count)
    {
        if (micros < 0)
        {
            return 0;
        }

        OverflowCount += count;
        return HistogramLayout.HighestTrackableMicros;
    }
}
