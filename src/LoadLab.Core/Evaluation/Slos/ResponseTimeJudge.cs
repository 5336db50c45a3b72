using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// A percentile of a service's times in a phase. Results that succeeded or timed out count, and failures that took longer than the limit
/// (<see cref="CensoredTimes"/>); other failures have error ratios of their own.
/// </summary>
internal static class ResponseTimeJudge
{
    private const double MicrosToMs = 1e-3;

    public static Judgement Judge(RunView view, ResponseTimeSlo slo, ServiceMap service, PhaseResult phase)
    {
        if (slo.Measure is not (MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime))
        {
            return BucketedTimeJudge.Judge(view, slo, phase);
        }

        var all = view.SlicesOf(phase.Name, service).ToList();
        var limit = LimitOf(slo);
        var seconds = RunView.BySecond(
            all.Where(slice => CensoredTimes.Of(slice.Key.Class, TimesOf(slo, slice), limit).TotalCount > 0),
            slice => CensoredTimes.Of(slice.Key.Class, TimesOf(slo, slice), limit));
        var samples = seconds.Sum(second => second.Histogram.TotalCount);
        if (samples == 0)
        {
            var failed = all.Sum(slice => slice.Service.TotalCount);
            return failed == 0
                ? view.NothingOf(service)
                : new Judgement(Verdict.Inconclusive, $"None of {Figures.Count(failed)} requests succeeded or timed out, so there is no time to judge.");
        }

        var interval = PercentileInterval.Of([.. seconds.Select(second => second.Histogram)], slo.Percentile, view.Record.Plan.Seed).Scale(MicrosToMs);
        var verdict = slo.Objective.Judge(interval);
        return new Judgement(verdict, Explain(slo, verdict, interval, samples, phase) + SlowFailures(slo, all))
        {
            Interval = interval,
            Samples = samples,
            FirstCrossedSecond = FirstCrossed(slo, seconds),
        };
    }

    /// <summary>The times that a row asks about.</summary>
    public static PackedHistogram TimesOf(ResponseTimeSlo slo, LoadSlice slice) => slo.Measure == MeasureNames.HttpServiceTime ? slice.Service : slice.Response;

    /// <summary>The limit that a failure may have missed; null for a row that wants more.</summary>
    public static double? LimitOf(ResponseTimeSlo slo) => slo.Objective.WantsLess ? slo.Objective.Limit : null;

    /// <summary>A sentence on failures that took longer than the limit, with a space before it; empty without any.</summary>
    public static string SlowFailures(ResponseTimeSlo slo, IEnumerable<LoadSlice> slices) => CensoredTimes.SlowFailures(slices, slice => TimesOf(slo, slice), LimitOf(slo)) switch
    {
        0 => "",
        1 => " 1 failure took longer than the limit and counts as missed.",
        var failures => $" {Figures.Count(failures)} failures took longer than the limit and count as missed.",
    };

    private static int? FirstCrossed(ResponseTimeSlo slo, IReadOnlyList<(int Second, PackedHistogram Histogram)> seconds)
    {
        var scratch = new LatencyHistogram();
        return BreachOnset.Of([.. BreachOnset.Together(seconds, second => second.Histogram.TotalCount).Select(group =>
        {
            scratch.Reset();
            foreach (var (_, histogram) in group)
            {
                scratch.Add(histogram);
            }

            return new BreachOnset.Second(
                group[0].Second,
                scratch.TotalCount - scratch.CountAtOrBelow((long)(slo.Objective.Limit / MicrosToMs)),
                !slo.Objective.IsMetBy(scratch.PercentileMicros(slo.Percentile) * MicrosToMs));
        })]);
    }

    private static string Explain(ResponseTimeSlo slo, Verdict verdict, Interval interval, long samples, PhaseResult phase)
    {
        var name = "P" + slo.Percentile.ToString(CultureInfo.InvariantCulture);
        var seen = $"{name} {Figures.Text(interval.Estimate, "ms")}, 95 % interval {Figures.Range(interval, "ms")}, against {slo.Objective.Sign} {slo.Objective.Text}";
        if (verdict != Verdict.Inconclusive)
        {
            return $"{seen}, from {Figures.Count(samples)} samples in phase '{phase.Name}'.";
        }

        var needed = SampleSize.ForPercentile(slo.Percentile);
        if (samples >= needed)
        {
            return $"{seen}: the interval straddles the limit. A longer hold narrows it.";
        }

        var perSecond = samples / Math.Max(phase.MeasuredSeconds, 1);
        var seconds = SampleSize.DurationFor(needed, perSecond).TotalSeconds;
        return $"{Figures.Count(samples)} samples in phase '{phase.Name}', and a {name} needs at least {Figures.Count(needed)}. At this rate, hold for at least {Figures.Seconds(seconds)}.";
    }
}
