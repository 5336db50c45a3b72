using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Production;

/// <summary>
/// Computes what production reached on a row. Ratios count by events: all good ones of all ones, never the mean of slices. Unknown time makes an
/// interval: from "all of it was bad" to "all of it was good", with the traffic of the known time. PASS when all of the interval keeps the limit, FAIL
/// when none of it does, INCONCLUSIVE between. So gaps longer than the budget cannot pass. Pure.
/// </summary>
internal static class AttainmentAnalyser
{
    /// <summary>Analyses one row.</summary>
    /// <param name="slo">The row.</param>
    /// <param name="samples">One for each slice that was over.</param>
    /// <param name="buckets">Buckets summed over the period, for a histogram; else empty.</param>
    /// <param name="grid">The slices.</param>
    /// <param name="maintenance">Windows that do not count.</param>
    /// <param name="doubt">Why less is known than was asked for, where the answers said it.</param>
    public static RowAttainment Analyse(
        Slo slo, IReadOnlyList<SliceSample> samples, IReadOnlyList<BucketSum> buckets, SliceGrid grid, IReadOnlyList<MaintenanceWindow> maintenance, string? doubt = null)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(grid);
        var states = SliceJudge.Judge(slo, samples, grid, maintenance);
        var counts = Count(states);
        var row = new RowAttainment
        {
            Id = slo.Id,
            Verdict = Verdict.NotMeasured,
            Reason = Silent(counts, grid, doubt),
            Slices = counts,
            LongestOutage = Longest(states, SliceState.Bad, grid, over: SliceState.Idle),
            LongestGap = Longest(states, SliceState.Unknown, grid, over: null),
        };
        return RowTarget.GoodRatio(slo) is { } target ? OfEvents(row, slo, target, samples, states, buckets, grid, doubt) : OfValues(row, slo, samples, states, doubt);
    }

    private static RowAttainment OfEvents(
        RowAttainment row, Slo slo, decimal target, IReadOnlyList<SliceSample> samples, SliceState[] states, IReadOnlyList<BucketSum> buckets, SliceGrid grid, string? doubt)
    {
        var (good, maybe, total) = (0.0, 0.0, 0.0);
        var (seen, gaps) = (0, 0);
        for (var i = 0; i < samples.Count; i++)
        {
            // Where a histogram cannot tell, the events are known nevertheless: only a gap hides some.
            var isGap = states[i] == SliceState.Unknown && samples[i].Total <= 0;
            gaps += isGap ? 1 : 0;
            seen += isGap || states[i] == SliceState.Maintenance ? 0 : 1;
            if (samples[i].IsKnown && states[i] != SliceState.Maintenance)
            {
                good += samples[i].Value;
                maybe += samples[i].Maybe;
                total += samples[i].Total;
            }
        }

        if (total <= 0)
        {
            return row;
        }

        var known = (double)seen / (seen + gaps);
        var (bad, isSure) = (total - good - maybe, maybe == 0);
        var (least, most) = (good / total * known, 1 - (bad / total * known));
        var (isLeastMet, isMostMet) = known == 1
            ? (RowTarget.IsMet(slo, good, total), RowTarget.IsMet(slo, good + maybe, total))
            : (RowTarget.IsMet(slo, least, 1), RowTarget.IsMet(slo, most, 1));
        var verdict = isLeastMet && isMostMet ? Verdict.Pass : isMostMet ? Verdict.Inconclusive : Verdict.Fail;
        double? attained = !isSure ? null : slo.CountsBad ? bad / total : good / total;
        var counted = row.Slices.Good + row.Slices.Bad + row.Slices.Idle + row.Slices.Unknown + row.Slices.Ahead;
        return row with
        {
            Verdict = verdict,
            Events = total,
            BadEvents = bad,
            Attained = attained,
            LowerBound = RowTarget.Measured(slo, least),
            UpperBound = RowTarget.Measured(slo, most),
            Percentile = slo is ResponseTimeSlo time ? BucketPercentile.Of(buckets, time.Percentile) : null,
            Budget = Sure(ErrorBudget.OfEvents(target, Rounded(bad, total)), ErrorBudget.OfEvents(target, Rounded(bad + maybe, total))),
            TimeBudget = ErrorBudget.OfTime(target, counted * grid.Slice, row.Slices.Bad, grid.Slice),
            Reason = $"{Units.Count((long)Math.Round(bad))} of {Units.Count((long)Math.Round(total))} events were {(isSure ? "bad" : "surely bad")}"
                + (isSure ? "" : $"; of {Units.Count((long)Math.Round(maybe))} {(buckets.Count > 0 ? "the histogram cannot tell" : "nothing tells")} whether they were")
                + Gaps(row.Slices, grid, verdict) + Because(doubt),
        };
    }

    private static RowAttainment OfValues(RowAttainment row, Slo slo, IReadOnlyList<SliceSample> samples, SliceState[] states, string? doubt)
    {
        var values = samples.Where((sample, i) => sample.IsKnown && states[i] is SliceState.Good or SliceState.Bad).Select(sample => sample.Value).ToList();
        if (values.Count == 0)
        {
            return row;
        }

        var worst = slo.Objective.WantsLess ? values.Max() : values.Min();
        var isMean = slo is SaturationSlo { Aggregate: SampleAggregate.Mean };
        var isLast = slo is SaturationSlo { Aggregate: SampleAggregate.Last };
        var attained = isMean ? values.Average() : isLast ? values[^1] : worst;

        // A percentile of a whole lies between those of its parts: when all parts keep the limit, the whole does; when none does, it does not.
        var fails = slo is SaturationSlo ? !slo.Objective.IsMetBy(attained) : row.Slices.Good == 0;
        var passes = slo is SaturationSlo ? !fails && row.Slices.Unknown == 0 : row.Slices.Bad == 0 && row.Slices.Unknown == 0;
        var verdict = fails && (row.Slices.Unknown == 0 || (slo is SaturationSlo && !isMean && !isLast)) ? Verdict.Fail : passes ? Verdict.Pass : Verdict.Inconclusive;
        return row with
        {
            Verdict = verdict,
            Attained = attained,
            Reason = $"{(isMean ? "mean" : isLast ? "last" : "worst slice")} {Units.Against(attained, slo.Objective.Limit, slo.Objective.Unit)}; {Units.Count(row.Slices.Bad)} of {Units.Count(row.Slices.Judged)} slices were outside"
                + (row.Slices.Unknown > 0 ? $"; of {Units.Count(row.Slices.Unknown)} slices nothing is known" : "") + Because(doubt),
        };
    }

    /// <summary>What can be said of a budget that lies between two: that it is overspent, or that it is not, each from its near end. Null when neither is sure.</summary>
    internal static ErrorBudget? Sure(ErrorBudget atLeastSpent, ErrorBudget atMostSpent) =>
        atLeastSpent == atMostSpent || IsOverspent(atLeastSpent) ? atLeastSpent : IsOverspent(atMostSpent) ? null : atMostSpent;

    private static bool IsOverspent(ErrorBudget budget) => budget.RemainingRatio < 0 || (budget.IsZeroTolerance && budget.Spent > 0);

    private static string Because(string? doubt) => doubt is null ? "" : "; " + doubt;

    private static EventCount Rounded(double bad, double total)
    {
        var all = (long)Math.Round(total);
        return new EventCount(Math.Clamp((long)Math.Round(bad), 0, all), all);
    }

    private static string Gaps(SliceCounts counts, SliceGrid grid, Verdict verdict) => counts.Unknown == 0
        ? ""
        : $"; of {DurationValue.Format(counts.Unknown * grid.Slice)} nothing is known"
            + (verdict == Verdict.Inconclusive ? ", which is enough to hide a FAIL or a PASS" : "");

    private static string Silent(SliceCounts counts, SliceGrid grid, string? doubt) =>
        counts.Judged + counts.Idle + counts.Unknown == 0
            ? counts.Maintenance > 0 ? "All of the time that is over was maintenance." : "None of the period is over."
            : counts.Unknown > 0 && doubt is not null ? $"{char.ToUpperInvariant(doubt[0])}{doubt[1..]}."
            : counts.Idle > 0 ? counts.Unknown == 0 ? "Nothing happened: there was no event." : $"No event was seen, and of {DurationValue.Format(counts.Unknown * grid.Slice)} nothing is known."
            : "Prometheus has no series for it in this period.";

    private static SliceCounts Count(SliceState[] states)
    {
        var counts = new int[6];
        foreach (var state in states)
        {
            counts[(int)state]++;
        }

        return new SliceCounts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    private static Stretch? Longest(SliceState[] states, SliceState sought, SliceGrid grid, SliceState? over)
    {
        var (best, bestStart, start, end) = (0, 0, -1, -1);
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i] == sought)
            {
                start = start < 0 ? i : start;
                end = i + 1;
                (best, bestStart) = end - start > best ? (end - start, start) : (best, bestStart);
            }
            else if (states[i] != over)
            {
                start = -1;
            }
        }

        return best == 0 ? null : new Stretch(grid.StartOf(bestStart), best * grid.Slice);
    }
}
