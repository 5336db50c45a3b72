using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Faults;

/// <summary>
/// What the faults of a run did, and when the target was back. A pure function of the record.
/// <para>
/// The level before a fault is that of the last <see cref="FaultLimits.MostSecondsBefore"/> whole measured seconds of the same phase that no fault
/// touches. A second is back at it when (1) at least half as many requests ended as in the median second before, (2) its error ratio is at most
/// that of the worst second before, or 1 %, and (3) the P95 of its response times is at most 1.5 times that of the worst second before.
/// The target has recovered at the first whole second, not before the one in which it was mended, that begins three such seconds in a row.
/// </para>
/// </summary>
internal static class FaultAnalysis
{
    /// <summary>One outcome for each fault of the plan, in its order.</summary>
    public static IReadOnlyList<FaultOutcome> Of(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Plan.Faults.Count == 0)
        {
            return [];
        }

        var seconds = new FaultSeconds(record);
        var queue = record.Probes.FirstOrDefault(series => series.Measure.Name == MeasureNames.QueueLength);
        var outcomes = record.Plan.Faults.Select((fault, index) => new FaultOutcome { Index = index, Kind = fault.Kind, Role = fault.Role }).ToArray();
        // Seconds that a fault touches make up no level.
        var touched = new HashSet<int>();
        foreach (var happened in record.Faults.OrderBy(fault => fault.StartSecond))
        {
            touched.UnionWith(Range((int)happened.StartSecond, happened.EndSecond is { } end ? (int)Math.Ceiling(end) : int.MaxValue, seconds.WindowAt(happened.StartSecond).To));
        }

        foreach (var happened in record.Faults.OrderBy(fault => fault.StartSecond))
        {
            var outcome = Look(outcomes[happened.Index], happened, record.Plan.Faults[happened.Index], seconds, queue, touched);
            outcomes[happened.Index] = outcome;
            touched.UnionWith(Range((int)happened.StartSecond, outcome.UntilSecond ?? 0, int.MaxValue));
        }

        return outcomes;
    }

    private static FaultOutcome Look(FaultOutcome outcome, FaultEvent happened, FaultPlan plan, FaultSeconds seconds, ProbeSeries? queue, HashSet<int> touched)
    {
        var (from, to) = seconds.WindowAt(happened.StartSecond);
        // The call that breaks it begins at the planned second, and ends at the start that was noted.
        var begins = (int)Math.Floor(Math.Min(plan.At.TotalSeconds, happened.StartSecond));
        var before = Range(from, begins, to).Reverse().Where(second => !touched.Contains(second)).Take(FaultLimits.MostSecondsBefore).Select(seconds.At).ToList();
        var level = before.Count == 0 ? new FaultLevel([], 0, double.NaN, 0) : FaultLevel.Of(before);
        outcome = outcome with
        {
            StartSecond = happened.StartSecond,
            EndSecond = happened.EndSecond,
            HealedBy = happened.HealedBy,
            HealWithinSeconds = plan.HealWithin?.TotalSeconds,
            NoLevel = level.Fault,
        };
        outcome = level.Fault.Length > 0 || happened.EndSecond is not { } end ? outcome with { UntilSecond = to } : Recover(outcome, end, level, seconds, to);
        var meanwhile = Range(begins, outcome.UntilSecond!.Value, to).Select(seconds.At).ToList();
        outcome = outcome with { Requests = meanwhile.Sum(second => second.Requests), Failed = meanwhile.Sum(second => second.Failed) };
        return outcome is { NoLevel.Length: 0, EndSecond: not null } ? FaultQueue.Add(outcome, queue, level, to) : outcome;
    }

    private static FaultOutcome Recover(FaultOutcome outcome, double end, FaultLevel level, FaultSeconds seconds, int to)
    {
        double bad = 0;
        for (var second = (int)end; second + FaultLimits.GoodSeconds <= to; second++)
        {
            if (Range(second, second + FaultLimits.GoodSeconds, to).All(good => level.IsBack(seconds.At(good))))
            {
                return outcome with
                {
                    RecoveredAfterSeconds = Since(end, second),
                    NotRecoveredForSeconds = bad,
                    UntilSecond = Math.Max(second, (int)Math.Ceiling(end)),
                };
            }

            bad = level.IsBack(seconds.At(second)) ? bad : Since(end, second);
        }

        // The last seconds begin no three of their own, but may still be bad.
        var last = Range((int)end, to, to).Where(second => !level.IsBack(seconds.At(second))).Select(second => Since(end, second)).LastOrDefault(bad);
        return outcome with { NotRecoveredForSeconds = last, UntilSecond = to };
    }

    /// <summary>To the millisecond: 27 − 25.2 is 1.8, and not a bit more.</summary>
    private static double Since(double end, double second) => Math.Round(Math.Max(0, second - end), 3);

    private static IEnumerable<int> Range(int from, int to, int most) => Enumerable.Range(from, Math.Max(0, Math.Min(to, most) - from));
}
