using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// How full something was in a phase. The samples are the whole truth that there is, so the interval is the point; but few samples,
/// or gaps over half of the time, decide nothing, except that a peak that was seen past the limit was past it.
/// </summary>
internal static class SaturationJudge
{
    private const int FewestSamples = 5;
    private const double LeastCoverageRatio = 0.5;

    public static Judgement Judge(RunView view, SaturationSlo slo, PhaseResult phase)
    {
        var (points, whyNot) = PointsOf(view, slo, phase.MeasureStartSecond, phase.MeasureEndSecond);
        return whyNot.Length > 0 ? Judgement.NotMeasured(whyNot) : Judge(slo, phase, points);
    }

    /// <summary>The samples from one second to another, as shares where the row asks for one; or why there can be none.</summary>
    public static (List<ProbePoint> Points, string WhyNot) PointsOf(RunView view, SaturationSlo slo, double from, double to)
    {
        // What was declared and never had a sample is not there.
        if (view.Probe(slo.Measure) is not { Points.Count: > 0 } series)
        {
            return ([], view.WhyMissing(slo.Measure));
        }

        // A metric of the user's own has no known unit: whatever word the limit has is taken for it.
        if (slo.Of is null && series.Measure.Unit != slo.Objective.Unit && series.Measure.Unit is not ("value" or "count"))
        {
            return ([], $"{slo.Measure} is measured in {series.Measure.Unit}, and the limit {slo.Objective.Text} is in {slo.Objective.Unit}.");
        }

        var points = series.Between(from, to).Where(point => double.IsFinite(point.Value)).ToList();
        if (slo.Of is null)
        {
            return (points, "");
        }

        if (view.Probe(slo.Of) is not { Points.Count: > 0 } whole)
        {
            return ([], view.WhyMissing(slo.Of, $", the whole of which {slo.Measure} is a part"));
        }

        return whole.Points.All(point => !(point.Value > 0))
            ? ([], $"{slo.Of} is 0: no limit is configured, so there is no share of it. Configure one.")
            : ([.. points.Select(point => new ProbePoint(point.Second, point.Value / WholeAt(whole, point.Second))).Where(point => double.IsFinite(point.Value))], "");
    }

    private static Judgement Judge(SaturationSlo slo, PhaseResult phase, List<ProbePoint> points)
    {
        var seconds = phase.MeasureEndSecond - phase.MeasureStartSecond;
        if (points.Count == 0)
        {
            return new Judgement(Verdict.Inconclusive, $"{slo.Measure} has no sample in the {Figures.Seconds(seconds)} of phase '{phase.Name}'.");
        }

        var steps = slo.Over is { } over ? SlidingMeans(points, over.TotalSeconds) : points;
        var figure = slo.Aggregate switch
        {
            SampleAggregate.Mean => steps.Average(point => point.Value),
            SampleAggregate.Last => steps[^1].Value,
            _ => slo.Objective.WantsLess ? steps.Max(point => point.Value) : steps.Min(point => point.Value),
        };
        var enough = points.Count >= FewestSamples && points.Count >= LeastCoverageRatio * Math.Floor(seconds);
        var peakSeenPast = slo.Aggregate == SampleAggregate.Max && !slo.Objective.IsMetBy(figure);
        var verdict = enough || peakSeenPast ? slo.Objective.Judge(Interval.Exact(figure)) : Verdict.Inconclusive;
        var unit = slo.Of is null ? slo.Objective.Unit : "ratio";
        var text = $"{Describe(slo)} {Figures.Text(figure, unit)}, against {slo.Objective.Sign} {slo.Objective.Text}, from {Figures.Count(points.Count)} samples in phase '{phase.Name}'";
        return new Judgement(verdict, text + (verdict == Verdict.Inconclusive
            ? $": too few for its {Figures.Seconds(seconds)}; at least {FewestSamples}, and one in two seconds, are needed."
            : "."))
        {
            Interval = Interval.Exact(figure),
            Samples = points.Count,
            FirstCrossedSecond = steps.Where(point => !slo.Objective.IsMetBy(point.Value)).Select(point => (int?)point.Second).FirstOrDefault(),
        };
    }

    private static string Describe(SaturationSlo slo)
    {
        var what = slo.Of is null ? slo.Measure : $"{slo.Measure} of {slo.Of}";
        var how = slo.Aggregate switch
        {
            SampleAggregate.Mean => "mean",
            SampleAggregate.Last => "last",
            _ => slo.Objective.WantsLess ? "peak" : "lowest",
        };
        return slo.Over is { } over ? $"{what}, {how} of its means over {DurationValue.Format(over)}:" : $"{what}, {how}:";
    }

    /// <summary>The whole at the time of a sample: the latest value known by then, or the first there is.</summary>
    private static double WholeAt(ProbeSeries whole, double second)
    {
        var value = whole.Points[0].Value;
        foreach (var point in whole.Points)
        {
            if (point.Second > second + 0.5)
            {
                break;
            }

            value = point.Value;
        }

        return value;
    }

    /// <summary>Means over the <paramref name="length"/> seconds up to each sample, from the first full window on; over all when there is none.</summary>
    private static List<ProbePoint> SlidingMeans(List<ProbePoint> points, double length)
    {
        var means = new List<ProbePoint>();
        var from = 0;
        for (var i = 0; i < points.Count; i++)
        {
            while (points[from].Second <= points[i].Second - length)
            {
                from++;
            }

            // Samples are a second apart: a window is full when the next older sample would lie outside it. Each window is summed
            // anew: a running sum drifts, and 80.00000000000001 % is not below 80 %.
            if (points[i].Second - points[0].Second >= length - 1.5)
            {
                means.Add(new ProbePoint(points[i].Second, points.Skip(from).Take(i - from + 1).Average(point => point.Value)));
            }
        }

        return means.Count > 0 ? means : [new ProbePoint(points[^1].Second, points.Average(point => point.Value))];
    }
}
