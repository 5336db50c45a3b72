using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// The share of a probe's samples, one a second, in which a service was there: 1 or more is there, less is not. A second without a sample tells
/// nothing, and may have been an outage: a row passes only when it would pass with all of them counted as one. One missing at the edge of a
/// phase is none.
/// </summary>
internal static class UptimeJudge
{
    private const int MissingAtTheEdge = 1;

    public static Judgement Judge(RunView view, AvailabilitySlo slo, PhaseResult phase)
    {
        if (view.Probe(slo.Measure) is not { Points.Count: > 0 } series)
        {
            return Judgement.NotMeasured(view.WhyMissing(slo.Measure));
        }

        var points = series.Between(phase.MeasureStartSecond, phase.MeasureEndSecond).Where(point => double.IsFinite(point.Value)).ToList();
        var seconds = (long)Math.Floor(phase.MeasureEndSecond - phase.MeasureStartSecond);
        if (points.Count == 0)
        {
            return new Judgement(Verdict.Inconclusive, $"{slo.Measure} has no sample in the {Figures.Seconds(seconds)} of phase '{phase.Name}'.");
        }

        var missing = Math.Max(0, seconds - points.Count - MissingAtTheEdge);
        var up = points.LongCount(point => point.Value >= 1);
        var seen = ClopperPearson.Of(up, points.Count);
        var worst = ClopperPearson.Of(up, points.Count + missing);
        var interval = seen with { Low = Math.Min(seen.Low, worst.Low) };
        var verdict = slo.Objective.Judge(interval);
        return new Judgement(verdict, Explain(slo, phase, interval, verdict, points.Count, up, missing))
        {
            Interval = interval,
            Samples = points.Count,
            FirstCrossedSecond = points.Where(point => point.Value < 1).Select(point => (int?)point.Second).FirstOrDefault(),
        };
    }

    private static string Explain(AvailabilitySlo slo, PhaseResult phase, Interval interval, Verdict verdict, long samples, long up, long missing)
    {
        var gaps = missing == 0 ? "" : $" (and {Figures.Count(missing)} seconds have no sample)";
        var text = $"{slo.Measure} was 1 in {Figures.Count(up)} of {Figures.Count(samples)} samples{gaps} in phase '{phase.Name}': {Figures.Text(interval.Estimate, "ratio")}, "
            + $"95 % interval {Figures.Range(interval, "ratio")}, against {slo.Objective.Sign} {slo.Objective.Text}";
        if (verdict != Verdict.Inconclusive)
        {
            return text + ".";
        }

        if (slo.Objective.Limit >= 1)
        {
            return text + ": no number of samples proves 100 %, and one outage disproves it.";
        }

        var down = samples - up + missing;
        var needed = SampleSize.ForRatioWith(down, 1 - slo.Objective.Limit);
        var condition = down == 0 ? "even without an outage" : "without a further outage";
        return $"{text}: {condition}, {Figures.Count(needed)} samples are needed, one a second.";
    }
}
