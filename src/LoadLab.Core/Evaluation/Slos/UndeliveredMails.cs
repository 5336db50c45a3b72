using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// Mails that were triggered and neither accepted nor given up when a phase ended. The histogram of delivery times does not have them, so a
/// server that stops taking mail would look as fast as it was before. The smallest number of the run counts as none, because counters
/// need not have begun together.
/// </summary>
internal static class UndeliveredMails
{
    /// <summary>How many; 0 where nobody counts what was triggered.</summary>
    public static long AtEnd(RunView view, PhaseResult phase)
    {
        if (view.Probe(MeasureNames.EmailTriggered) is not { } triggered
            || view.Record.Probes.FirstOrDefault(series => TimeBucket.CountedBy(series.Measure) == MeasureNames.EmailDeliveryTime) is not { } count)
        {
            return 0;
        }

        var ended = count.Points.GroupBy(point => point.Second).ToDictionary(group => group.Key, group => group.Last().Value);
        var open = triggered.Points.Where(point => double.IsFinite(point.Value) && ended.ContainsKey(point.Second))
            .Select(point => (point.Second, Count: point.Value - ended[point.Second])).ToList();
        var atEnd = open.LastOrDefault(point => point.Second <= phase.MeasureEndSecond);
        return open.Count == 0 ? 0 : (long)Math.Round(Math.Max(0, atEnd.Count - open.Min(point => point.Count)));
    }
}
