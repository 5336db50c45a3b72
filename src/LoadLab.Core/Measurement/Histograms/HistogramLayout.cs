using System.Numerics;
using System.Runtime.CompilerServices;

namespace LoadLab.Core.Measurement.Histograms;

/// <summary>
/// The bucket layout of HdrHistogram (Tene, hdrhistogram.org) for 1 µs to 1 h at 3 significant digits:
/// 2,048 sub-buckets of 1 µs, then halves of 1,024 whose width doubles. A value is off by less than 0.1 %.
/// </summary>
public static class HistogramLayout
{
    /// <summary>Largest value that can be told apart, in microseconds: one hour. Longer ones count as overflow.</summary>
    public const long HighestTrackableMicros = 3_600_000_000;

    /// <summary>Significant decimal digits.</summary>
    public const int SignificantDigits = 3;

    /// <summary>Sub-buckets in the first bucket.</summary>
    public const int SubBucketCount = 2048;

    internal const int SubBucketHalfCount = SubBucketCount / 2;
    internal const int SubBucketHalfCountMagnitude = 10;

    /// <summary>Number of counts that cover the range.</summary>
    public static int CountsLength { get; } = IndexOf(HighestTrackableMicros) / SubBucketHalfCount * SubBucketHalfCount + SubBucketHalfCount;

    /// <summary>Index of the count that holds <paramref name="micros"/>, which is 0 or more and within the range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(long micros)
    {
        var bucket = 64 - SubBucketHalfCountMagnitude - 1 - BitOperations.LeadingZeroCount((ulong)micros | (SubBucketCount - 1));
        var sub = (int)(micros >> bucket);
        return ((bucket + 1) << SubBucketHalfCountMagnitude) + sub - SubBucketHalfCount;
    }

    /// <summary>Smallest value that falls into the count at <paramref name="index"/>.</summary>
    public static long LowestAt(int index)
    {
        var bucket = (index >> SubBucketHalfCountMagnitude) - 1;
        var sub = (index & (SubBucketHalfCount - 1)) + SubBucketHalfCount;
        if (bucket < 0)
        {
            sub -= SubBucketHalfCount;
            bucket = 0;
        }

        return (long)sub << bucket;
    }

    /// <summary>Largest value that falls into the count at <paramref name="index"/>.</summary>
    public static long HighestAt(int index) => LowestAt(index) + WidthAt(index) - 1;

    /// <summary>Number of microseconds that share the count at <paramref name="index"/>.</summary>
    public static long WidthAt(int index) => 1L << Math.Max(0, (index >> SubBucketHalfCountMagnitude) - 1);
}
