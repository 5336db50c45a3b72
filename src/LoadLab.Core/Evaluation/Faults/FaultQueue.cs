using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Faults;

/// <summary>Looks when a queue is as short as before a fault: <see cref="FaultLimits.GoodSeconds"/> samples in a row.</summary>
internal static class FaultQueue
{
    /// <summary>Adds what the samples of the queue's length say; nothing when there are too few before the fault or none after it.</summary>
    public static FaultOutcome Add(FaultOutcome outcome, ProbeSeries? series, FaultLevel level, int to)
    {
        var points = (series?.Points ?? []).Where(point => double.IsFinite(point.Value) && point.Second < to).ToList();
        var seconds = level.Seconds.ToHashSet();
        var before = points.Where(point => seconds.Contains((int)Math.Floor(point.Second))).ToList();
        var since = points.Where(point => point.Second >= outcome.StartSecond).ToList();
        var after = since.Where(point => point.Second >= outcome.EndSecond).ToList();
        if (before.Count < FaultLimits.FewestSecondsBefore || after.Count < FaultLimits.GoodSeconds)
        {
            return outcome;
        }

        var worst = before.Max(point => point.Value);
        var allowed = Math.Max(FaultLimits.Margin * worst, FaultLimits.QueueFloor);
        var drained = Enumerable.Range(0, after.Count - FaultLimits.GoodSeconds + 1)
            .Cast<int?>()
            .FirstOrDefault(i => after.Skip(i!.Value).Take(FaultLimits.GoodSeconds).All(point => point.Value <= allowed));
        var last = drained ?? after.Count;
        var lastLong = after.Take(last).LastOrDefault(point => point.Value > allowed, new ProbePoint(outcome.EndSecond!.Value, 0));
        var end = drained is { } found ? after[found].Second : double.PositiveInfinity;
        return outcome with
        {
            QueueBefore = worst,
            QueuePeak = since.Where(point => point.Second <= end).Max(point => point.Value),
            NotDrainedForSeconds = Math.Round(lastLong.Second - outcome.EndSecond!.Value, 3),
            // A queue that is short in the first sample after mending was short all along, or had no time to be long.
            DrainedAfterSeconds = drained is null ? null : drained == 0 ? 0 : Math.Round(end - outcome.EndSecond!.Value, 3),
        };
    }
}
