using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>
/// Says what was saturated when a row broke in a step of a capacity search. A step holds one load, so all of it is read and not only what is around the crossing: samples are lost just
/// where a server is saturated. What was saturated by the crossing is a cause; what came later is a consequence. The generator is none of both: a step that it shaped is not valid,
/// and one that was decided although it was late was broken by the target. A pure function of the record and its verdict.
/// </summary>
internal static class StepCauseFinder
{
    /// <summary>Looks for them in the only phase of a record.</summary>
    /// <param name="record">The step.</param>
    /// <param name="broken">The row that broke.</param>
    public static StepCauses Find(RunRecord record, SloVerdict broken)
    {
        var phase = record.Phases[0];
        var crossed = broken.FirstCrossedSecond ?? (int)phase.MeasureEndSecond;
        var window = WatchedWindow.ToTheEnd(record, phase, crossed);
        var rules = new BottleneckRules(window);
        var seen = BottleneckFinder.OfTarget(rules).Prepend(rules.OtherCpu()).OfType<Bottleneck>()
            .ToLookup(cause => window.EarliestOnset(cause) <= crossed + 1 && MayCause(cause, broken));
        var target = TargetFailures.Find(record, phase, window);
        var isCause = target?.OnsetSecond <= crossed + 1;

        // Of requests that failed the target's own answer is what was seen; what was busy meanwhile is beside it.
        return new StepCauses(
            isCause && broken.Measure is (MeasureNames.HttpErrorRatio or MeasureNames.HttpAvailability) ? [target!, .. seen[true]] : [.. BottleneckFinder.With(isCause ? target : null, seen[true])],
            [.. seen[false], .. !isCause && target is not null ? [target] : Array.Empty<Bottleneck>()],
            record.Probes.Any(series => IsOfTarget(series.Measure.Name)));
    }

    /// <summary>Nobody waits for background work in a request.</summary>
    private static bool MayCause(Bottleneck cause, SloVerdict broken) =>
        cause.Cause != BottleneckCauses.Workers || !broken.Measure.StartsWith("http.", StringComparison.Ordinal);

    private static bool IsOfTarget(string measure) =>
        measure is not (MeasureNames.CpuMachine or MeasureNames.CpuGenerator or MeasureNames.CpuRunQueue or MeasureNames.CpuPressure or MeasureNames.MemoryMachine);
}
