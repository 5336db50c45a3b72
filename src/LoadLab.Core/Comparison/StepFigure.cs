using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Comparison;

/// <summary>Where a figure stands.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Scenario">The scenario; <c>*</c> for all.</param>
/// <param name="Step">The step; <c>*</c> for the whole iteration.</param>
public readonly record struct StepKey(string Phase, string Scenario, string Step)
{
    /// <summary>As people read it: <c>rate-100</c>, <c>rate-100 student</c>, <c>rate-100 student/open_course</c>.</summary>
    public override string ToString() => Scenario == PhaseSummary.AllScenarios ? Phase
        : Step == SeriesKey.WholeIteration ? $"{Phase} {Scenario}"
        : $"{Phase} {Scenario}/{Step}";
}

/// <summary>The measured part of one step of one run, second by second.</summary>
internal sealed record StepSeries
{
    /// <summary>Response times of what succeeded or timed out, one histogram a second.</summary>
    public required IReadOnlyList<PackedHistogram> Response { get; init; }

    /// <summary>Response times of what failed otherwise, one histogram a second, with the seconds of <see cref="Response"/> and more.</summary>
    public IReadOnlyList<(int Second, PackedHistogram Times)> Failed { get; init; } = [];

    /// <summary>The seconds of <see cref="Response"/>.</summary>
    public int FirstSecond { get; init; }

    /// <summary>Failed and all, one pair a second.</summary>
    public required IReadOnlyList<(long Hits, long Trials)> Failures { get; init; }

    /// <summary>Completions of the seconds that lie wholly in the measured part.</summary>
    public required IReadOnlyList<long> WholeSeconds { get; init; }

    /// <summary>Length of the measured part, in seconds.</summary>
    public required double Seconds { get; init; }

    private LatencyHistogram? _whole;

    /// <summary>
    /// The same with the failures in the times that took longer than a percentile of what did not fail: of these it is known that no good answer came
    /// faster (see <see cref="CensoredTimes"/>). Two sides are held to one such time, so that neither is flattered.
    /// </summary>
    public StepSeries WithFailuresAbove(long micros)
    {
        var slow = Failed.Select(second => (second.Second, Times: second.Times.Above(micros))).Where(second => second.Times.TotalCount > 0).ToDictionary(second => second.Second, second => second.Times);
        if (slow.Count == 0)
        {
            return this;
        }

        var (first, last) = Response.Count == 0
            ? (slow.Keys.Min(), slow.Keys.Max())
            : (Math.Min(FirstSecond, slow.Keys.Min()), Math.Max(FirstSecond + Response.Count - 1, slow.Keys.Max()));
        return new StepSeries
        {
            Response = [.. Enumerable.Range(first, last - first + 1).Select(second => PackedHistogram.Merge(At(second)).Pack())],
            FirstSecond = first,
            Failed = Failed,
            Failures = Failures,
            WholeSeconds = WholeSeconds,
            Seconds = Seconds,
        };

        IEnumerable<PackedHistogram> At(int second)
        {
            if (second >= FirstSecond && second < FirstSecond + Response.Count)
            {
                yield return Response[second - FirstSecond];
            }

            if (slow.TryGetValue(second, out var times))
            {
                yield return times;
            }
        }
    }

    /// <summary>All completions.</summary>
    public long Completions => Failures.Sum(second => second.Trials);

    /// <summary>Response times of all seconds.</summary>
    public LatencyHistogram Whole => _whole ??= PackedHistogram.Merge(Response);

    /// <summary>The value of a figure in its unit; NaN when there is nothing to take it from.</summary>
    public double Value(FigureKind kind) => kind switch
    {
        FigureKind.Throughput => Seconds > 0 ? Completions / Seconds : double.NaN,
        FigureKind.ErrorRatio => Completions > 0 ? (double)Failures.Sum(second => second.Hits) / Completions : double.NaN,
        _ => Whole.TotalCount == 0 ? double.NaN : Whole.PercentileMicros(kind.Percentile()!.Value) / 1000.0,
    };

    /// <summary>Samples that the figure rests on.</summary>
    public long Samples(FigureKind kind) => kind.Percentile() is null ? Completions : Whole.TotalCount;
}
