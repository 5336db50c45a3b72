using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// A percentile of a distribution that the target counts itself, in buckets (<see cref="TimeBucket"/>). "P95 below 300 ms" is the same as "at least
/// 95 % took no longer than 300 ms". The interval rests on the edges of buckets (<see cref="BucketInterval"/>). Where the limit lies inside a bucket,
/// its samples count against both a PASS and a FAIL. A sample of exactly the limit counts as inside: an edge of a bucket cannot tell.
/// </summary>
internal static class BucketedTimeJudge
{
    /// <summary>What the samples of the probe may leave out at the ends of a phase, in seconds and as a share of it.</summary>
    private const double UnseenSeconds = 2;
    private const double UnseenRatio = 0.1;

    public static Judgement Judge(RunView view, ResponseTimeSlo slo, PhaseResult phase)
    {
        if (BucketedTimes.Of(view.Record.Probes, slo.Measure, phase.MeasureStartSecond, phase.MeasureEndSecond) is not { } times)
        {
            return slo.Measure == MeasureNames.DbQueryTime ? StatementTimeJudge.Judge(view, slo, phase) : Judgement.NotMeasured(view.WhyMissing(slo.Measure));
        }

        var open = slo.Measure == MeasureNames.EmailDeliveryTime ? UndeliveredMails.AtEnd(view, phase) : 0;
        if (times.BucketOf(slo.Percentile) is not { } bucket)
        {
            return open > 0
                ? new Judgement(Verdict.Inconclusive, $"No mail was accepted or given up in phase '{phase.Name}', and {Figures.Count(open)} were on their way when it ended.")
                : Judgement.NotMeasured($"{slo.Measure} counted nothing in the measured time of phase '{phase.Name}'.");
        }

        var interval = BucketInterval.Of(times, slo.Percentile, view.Record.Plan.Seed);
        var (inside, outside) = (interval.High <= slo.Objective.Limit, interval.Low >= slo.Objective.Limit);
        var verdict = (slo.Objective.WantsLess ? inside : outside) ? Verdict.Pass : (slo.Objective.WantsLess ? outside : inside) ? Verdict.Fail : Verdict.Inconclusive;
        var length = phase.MeasureEndSecond - phase.MeasureStartSecond;
        var unseen = length - times.CoveredSeconds;
        var hidden = verdict == Verdict.Pass && unseen > UnseenSeconds + (UnseenRatio * length);
        var text = Seen(slo, phase, times, bucket, interval);
        var late = verdict == Verdict.Pass && open > 0 && ClopperPearson.Of(Kept(slo, times), times.Total + open).Low < slo.Percentile / 100;
        return new Judgement(hidden || late ? Verdict.Inconclusive : verdict, text + (late
            ? $": but {Figures.Count(open)} more were on their way when the phase ended, and with them counted as slower it would not pass."
            : hidden
            ? $": but its samples leave out {Figures.Seconds(unseen)} of {Figures.Seconds(length)}, which may hide slow ones."
            : verdict == Verdict.Inconclusive ? Advice(slo, times) : "."))
        {
            Interval = interval,
            Samples = times.Total,
            FirstCrossedSecond = FirstCrossed(slo, times),
        };
    }

    private static string Seen(ResponseTimeSlo slo, PhaseResult phase, BucketedTimes times, TimeBucket bucket, Interval interval)
    {
        var (kept, total) = (Kept(slo, times), times.Total);
        var share = ClopperPearson.Of(kept, total);
        return $"{Name(slo)} between {Range(bucket)}, 95 % interval {Figures.Range(interval, "ms")}, against {slo.Objective.Sign} {slo.Objective.Text}: "
            + $"{Figures.Count(kept)} of {Figures.Count(total)} samples of {slo.Measure} surely within it ({Figures.Text(share.Estimate, "ratio")}, "
            + $"95 % interval {Figures.Range(share, "ratio")}) in phase '{phase.Name}'"
            + (times.Resets == 0 ? "" : $", {times.Resets} restarts of its counters left out");
    }

    private static long Kept(ResponseTimeSlo slo, BucketedTimes times) => times.Counts.Where((_, i) => times.Buckets[i].UpToMs <= slo.Objective.Limit).Sum();

    private static string Advice(ResponseTimeSlo slo, BucketedTimes times)
    {
        var needed = SampleSize.ForRatio(1 - (slo.Percentile / 100));
        if (times.Total < needed)
        {
            return $". A {Name(slo)} needs at least {Figures.Count(needed)} samples: a longer hold brings them.";
        }

        return times.Buckets.FirstOrDefault(bucket => bucket.AboveMs < slo.Objective.Limit && bucket.UpToMs > slo.Objective.Limit) is { } around
            ? $". The limit lies inside the bucket from {Range(around)}: it is not known which of its samples kept it."
            : ". The interval straddles the limit: a longer hold narrows it.";
    }

    private static int? FirstCrossed(ResponseTimeSlo slo, BucketedTimes times) =>
        BreachOnset.Of([.. BreachOnset.Together(times.Steps, step => step.Counts.Sum()).Select(group =>
        {
            var total = group.Sum(step => step.Counts.Sum());
            var kept = group.Sum(step => step.Counts.Where((_, i) => times.Buckets[i].AboveMs < slo.Objective.Limit).Sum());
            return new BreachOnset.Second(group[0].Second, total - kept, kept < slo.Percentile / 100 * total);
        })]);

    private static string Name(ResponseTimeSlo slo) => "P" + slo.Percentile.ToString(CultureInfo.InvariantCulture);

    private static string Range(TimeBucket bucket) => double.IsPositiveInfinity(bucket.UpToMs)
        ? $"{Figures.Text(bucket.AboveMs, "ms")} and no known end"
        : $"{Figures.Text(bucket.AboveMs, "ms")} and {Figures.Text(bucket.UpToMs, "ms")}";
}
