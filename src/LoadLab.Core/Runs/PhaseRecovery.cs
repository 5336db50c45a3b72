using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>Makes phase results from seconds, for a run whose driver did not come to say them.</summary>
internal static class PhaseRecovery
{
    /// <summary>
    /// The phases that <paramref name="seconds"/> tell of. What was in flight at the end counts as interrupted. Status codes,
    /// connections and Little's law were lost with the driver.
    /// </summary>
    public static IReadOnlyList<PhaseResult> FromSeconds(RunPlan plan, IReadOnlyList<LoadSecond> seconds, IReadOnlyList<LoadSlice> slices) =>
        [.. plan.Phases
            .Select(phase => (phase.Name, Seconds: seconds.Where(second => second.Phase == phase.Name).ToList()))
            .Where(phase => phase.Seconds.Count > 0)
            .Select(phase => Recover(phase.Name, phase.Seconds, slices))];

    private static PhaseResult Recover(string name, List<LoadSecond> seconds, IReadOnlyList<LoadSlice> slices)
    {
        var measured = seconds.Where(second => second.Measured).Select(second => second.Second).Distinct().ToList();
        var from = measured.Count == 0 ? seconds[^1].Second + 1 : measured.Min();
        var to = measured.Count == 0 ? from : measured.Max() + 1;
        return new PhaseResult
        {
            Name = name,
            StartSecond = seconds.Min(second => second.Second),
            MeasureStartSecond = from,
            MeasureEndSecond = to,
            MeasuredSeconds = to - from,
            Measured = MeasuredCounts(name, seconds, slices),
            Whole = WithInFlightInterrupted(seconds.Aggregate(default(Counts), (sum, second) => sum + second.Counts)),
            Little = new LittlesLaw(double.NaN, double.NaN, double.NaN, double.NaN, 0, double.NaN),
            StatusCodes = new SortedDictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal),
            FailureSamples = new SortedDictionary<string, string>(StringComparer.Ordinal),
            Connections = new ConnectionCounts(0, 0, 0),
        };
    }

    /// <summary>Starts by the second, ends by the histograms: these know which results belong to the measured part.</summary>
    private static Counts MeasuredCounts(string name, List<LoadSecond> seconds, IReadOnlyList<LoadSlice> slices)
    {
        var counts = seconds.Where(second => second.Measured).Aggregate(default(Counts), (sum, second) => sum + second.Counts);
        long ok = 0;
        long failed = 0;
        foreach (var slice in slices)
        {
            if (slice.Key.Measured && slice.Key.Phase == name && slice.Key.Step == SeriesKey.WholeIteration)
            {
                var count = slice.Service.TotalCount;
                ok += slice.Key.Class == ResultClasses.Ok ? count : 0;
                failed += slice.Key.Class == ResultClasses.Ok ? 0 : count;
            }
        }

        return WithInFlightInterrupted(counts with { Ok = ok, Failed = failed });
    }

    private static Counts WithInFlightInterrupted(Counts counts)
    {
        var started = Math.Max(counts.Started, counts.Ok + counts.Failed);
        return counts with
        {
            Started = started,
            Scheduled = started + counts.Dropped,
            Interrupted = started - counts.Ok - counts.Failed,
        };
    }
}
