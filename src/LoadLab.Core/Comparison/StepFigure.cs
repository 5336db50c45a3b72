using LoadLab.Core.Histograms;
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

    /// <summary>Failed and all, one pair a second.</summary>
    public required IReadOnlyList<(long Hits, long Trials)> Failures { get; init; }

    /// <summary>Completions of the seconds that lie wholly in the measured part.</summary>
    public required IReadOnlyList<long> WholeSeconds { get; init; }

    /// <summary>Length of the measured part, in seconds.</summary>
    public required double Seconds { get; init; }

    private LatencyHistogram? _whole;

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
