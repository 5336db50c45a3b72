using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Runs;

/// <summary>
/// The times that a percentile is held to a limit by: all of what succeeded or timed out, and the failures that took longer than the limit. Of such a failure
/// it is known that no answer came within the limit, and not how long a good one would have taken: it is censored at its own time, as a timeout is.
/// Failures within the limit stay outside: a fast one would flatter the percentile, and rows on errors count it.
/// </summary>
/// <remarks>
/// Why the statistics hold. Whether a request counts depends on that request alone, so those that count are a sample of all requests of that kind, and order
/// statistics, blocks of seconds and the share above a limit mean for them what they mean for any sample. A verdict asks only on which side of the limit a rank
/// lies; a censored time is above it wherever it really is, so its unknown length changes no verdict. Where an end of an interval lies among censored times, that
/// end is the least that it can be.
/// </remarks>
internal static class CensoredTimes
{
    private const double MsToMicros = 1000;

    /// <summary>The times of a series of one class that count.</summary>
    /// <param name="resultClass">From <see cref="ResultClasses"/>.</param>
    /// <param name="times">Its times.</param>
    /// <param name="limitMs">The limit that times must stay below; null where none says what is too long, so that no failure counts.</param>
    public static PackedHistogram Of(string resultClass, PackedHistogram times, double? limitMs) =>
        ResultClasses.CountsForResponseTime(resultClass) ? times
        : limitMs is { } limit ? times.Above((long)Math.Clamp(limit * MsToMicros, 0, HistogramLayout.HighestTrackableMicros))
        : PackedHistogram.Empty;

    /// <summary>Failures among <paramref name="slices"/> that took longer than the limit, a timeout not counted.</summary>
    public static long SlowFailures(IEnumerable<LoadSlice> slices, Func<LoadSlice, PackedHistogram> times, double? limitMs) => slices
        .Where(slice => !ResultClasses.CountsForResponseTime(slice.Key.Class))
        .Sum(slice => Of(slice.Key.Class, times(slice), limitMs).TotalCount);
}
