using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>Shares of requests (errors, successes), and of running totals of probes, with their exact interval.</summary>
internal static class RatioJudge
{
    public static Judgement JudgeErrors(RunView view, ErrorRatioSlo slo, ServiceMap service, PhaseResult phase) =>
        JudgeRequests(view, slo, service, phase, resultClass => resultClass != ResultClasses.Ok && (slo.Classes.Count == 0 || slo.Classes.Contains(resultClass)), "failed");

    public static Judgement JudgeAvailability(RunView view, AvailabilitySlo slo, ServiceMap service, PhaseResult phase) =>
        JudgeRequests(view, slo, service, phase, resultClass => resultClass == ResultClasses.Ok, "succeeded");

    /// <summary>The share of one running total of another.</summary>
    public static Judgement JudgeTotals(RunView view, Slo slo, string part, string whole, PhaseResult phase)
    {
        if (view.Probe(part) is not { Points.Count: > 0 } hitsSeries || view.Probe(whole) is not { Points.Count: > 0 } allSeries)
        {
            return Judgement.NotMeasured(view.WhyMissing(view.Probe(part) is { Points.Count: > 0 } ? whole : part));
        }

        if (Rise(hitsSeries, phase) is not { } hits || Rise(allSeries, phase) is not { } all)
        {
            return new Judgement(Verdict.Inconclusive, $"{part} and {whole} need two samples each in phase '{phase.Name}', and no reset between them: a server that starts anew loses what it has counted.");
        }

        return hits > all
            ? new Judgement(Verdict.Inconclusive, $"{part} rose by {Figures.Count(hits)} and {whole} by {Figures.Count(all)}: they do not belong together.")
            : slo.Objective is { Comparison: ComparisonOperator.GreaterThanOrEqual, Limit: 1 } && all > 0
            ? new Judgement(hits == all ? Verdict.Pass : Verdict.Fail, $"{part} rose by {Figures.Count(hits)} and {whole} by {Figures.Count(all)} in phase '{phase.Name}'. Zero tolerance: what was seen is judged, and says nothing of what was not.")
            {
                Interval = ClopperPearson.Of(hits, all),
                Samples = all,
            }
            : Judge(slo, hits, all, $"{part} rose by {Figures.Count(hits)} and {whole} by {Figures.Count(all)}", phase);
    }

    private static Judgement JudgeRequests(RunView view, Slo slo, ServiceMap service, PhaseResult phase, Func<string, bool> isHit, string word)
    {
        var slices = view.SlicesOf(phase.Name, service).ToList();
        var total = slices.Sum(slice => slice.Service.TotalCount);
        var hits = slices.Where(slice => isHit(slice.Key.Class)).Sum(slice => slice.Service.TotalCount);
        if (total == 0)
        {
            return view.NothingOf(service);
        }

        var seconds = slices.GroupBy(slice => slice.Second)
            .Select(group => (Second: group.Key, Total: group.Sum(s => s.Service.TotalCount), Hits: group.Where(s => isHit(s.Key.Class)).Sum(s => s.Service.TotalCount)))
            .OrderBy(second => second.Second);
        var crossed = BreachOnset.Of([.. BreachOnset.Together(seconds, second => second.Total).Select(group =>
        {
            var (all, hit) = (group.Sum(second => second.Total), group.Sum(second => second.Hits));

            // Where seconds were put together, the first one with a bad request: the ones before it broke nothing.
            long Bad((int Second, long Total, long Hits) second) => slo.Objective.WantsLess ? second.Hits : second.Total - second.Hits;
            return new BreachOnset.Second(group.FirstOrDefault(second => Bad(second) > 0, group[0]).Second, slo.Objective.WantsLess ? hit : all - hit, !slo.Objective.IsMetBy((double)hit / all));
        })]);
        return Judge(slo, hits, total, $"{Figures.Count(hits)} of {Figures.Count(total)} requests {word}", phase) with { FirstCrossedSecond = crossed };
    }

    private static Judgement Judge(Slo slo, long hits, long total, string seen, PhaseResult phase)
    {
        if (total == 0)
        {
            return Judgement.NotMeasured($"Nothing was counted in phase '{phase.Name}'.");
        }

        var interval = ClopperPearson.Of(hits, total);
        var verdict = slo.Objective.Judge(interval);
        var text = $"{seen} in phase '{phase.Name}': {Figures.Text(interval.Estimate, "ratio")}, 95 % interval {Figures.Range(interval, "ratio")}, against {slo.Objective.Sign} {slo.Objective.Text}";
        var needed = SampleSize.ForRatio(slo.Objective.WantsLess ? slo.Objective.Limit : 1 - slo.Objective.Limit);
        var advice = verdict != Verdict.Inconclusive ? "."
            : total < needed ? $": even without a failure, {Figures.Count(needed)} are needed. A longer hold brings them."
            : ": the interval straddles the limit. A longer hold narrows it.";
        return new Judgement(verdict, text + advice) { Interval = interval, Samples = total };
    }

    /// <summary>Rise of a running total over the measured time of a phase; null with fewer than two samples, or when it fell: what it had not yet told is lost.</summary>
    private static long? Rise(ProbeSeries series, PhaseResult phase) =>
        RunningTotal.Of(series.Between(phase.MeasureStartSecond, phase.MeasureEndSecond)) is { Restarts: 0, Rise: var rise } ? (long)Math.Round(rise) : null;
}
