using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// The share of the jobs of a phase that were completed in time, from running totals. Jobs are taken to end in the order in which they came, so
/// the n-th is done when n have ended; what was still open at the moment of the smallest backlog of the run counts for nothing, because
/// counters of two processes need not have begun together. A job has <see cref="JobFlow.Within"/> from the second of its submission, over the end
/// of the phase if need be. One that has not ended when the samples do and still had time is in flight: neither good nor bad.
/// But a row passes only when it would pass with all of those counted as bad.
/// </summary>
internal static class JobFlowJudge
{
    public static Judgement Judge(RunView view, AvailabilitySlo slo, JobFlow jobs, PhaseResult phase)
    {
        if (new[] { jobs.Total, jobs.Ended, jobs.Good }.FirstOrDefault(measure => view.Probe(measure) is not { Points.Count: > 0 }) is { } missing)
        {
            return Judgement.NotMeasured(view.WhyMissing(missing));
        }

        if (view.Record.Plan.Stack.SeparateWorker && jobs.Ended == MeasureNames.JobsEnded)
        {
            return Judgement.NotMeasured("A fault of the suite breaks the worker, which is a process of its own then: what it ends, the API does not count.");
        }

        var all = Samples(view, jobs);
        var (first, last) = (all.FindIndex(sample => sample.Second >= phase.MeasureStartSecond), all.FindLastIndex(sample => sample.Second <= phase.MeasureEndSecond));
        if (first < 0 || last <= first)
        {
            return new Judgement(Verdict.Inconclusive, $"{jobs.Total}, {jobs.Ended} and {jobs.Good} need two samples in phase '{phase.Name}'.");
        }

        // To both sides up to a reset: what was counted before it is another count.
        var (from, to) = (first, last);
        while (from > 0 && !all[from].IsResetAfter(all[from - 1]))
        {
            from--;
        }

        while (to + 1 < all.Count && !all[to + 1].IsResetAfter(all[to]))
        {
            to++;
        }

        if (Enumerable.Range(first + 1, last - first).Any(i => all[i].IsResetAfter(all[i - 1])))
        {
            return new Judgement(Verdict.Inconclusive, $"{jobs.Total}, {jobs.Ended} or {jobs.Good} fell in phase '{phase.Name}': a server that starts anew loses what it has counted.");
        }

        var known = all[from..(to + 1)];
        return Decide(slo, jobs, phase, Count(known, first - from, last - from, jobs.Within.TotalSeconds));
    }

    private static Judgement Decide(AvailabilitySlo slo, JobFlow jobs, PhaseResult phase, Counts counts)
    {
        var decided = counts.Submitted - counts.InFlight;
        if (counts.Submitted == 0)
        {
            return Judgement.NotMeasured($"No job was submitted in phase '{phase.Name}': {jobs.Total} did not rise.");
        }

        var flight = counts.InFlight == 0 ? "" : $"; {Figures.Count(counts.InFlight)} were in flight at the end and count for neither";
        if (decided == 0)
        {
            return new Judgement(Verdict.Inconclusive, $"Of {Figures.Count(counts.Submitted)} jobs of phase '{phase.Name}' none had ended when the run did, and none was late. A longer hold decides them.");
        }

        var seen = ClopperPearson.Of(counts.Good, decided);
        var worst = ClopperPearson.Of(counts.Good, counts.Submitted);
        var interval = seen with { Low = Math.Min(seen.Low, worst.Low) };
        var verdict = slo.Objective.Judge(interval);
        var text = $"{Figures.Count(counts.Good)} of {Figures.Count(decided)} jobs submitted in phase '{phase.Name}' were completed within {Figures.Seconds(jobs.Within.TotalSeconds)} "
            + $"({Figures.Count(counts.Failed)} failed, {Figures.Count(counts.Late)} were not done by then{flight}): {Figures.Text(interval.Estimate, "ratio")}, "
            + $"95 % interval {Figures.Range(interval, "ratio")}, against {slo.Objective.Sign} {slo.Objective.Text}";
        var needed = SampleSize.ForRatio(1 - slo.Objective.Limit);
        return new Judgement(verdict, text + (verdict != Verdict.Inconclusive ? "."
            : decided < needed ? $": even without a failure, {Figures.Count(needed)} are needed. A longer hold brings them."
            : ": the interval straddles the limit. A longer hold narrows it."))
        {
            Interval = interval,
            Samples = decided,
            FirstCrossedSecond = counts.FirstLateSecond,
        };
    }

    private static Counts Count(List<Sample> samples, int first, int last, double within)
    {
        var offset = samples.Min(sample => sample.Total - sample.Ended);
        var (late, inFlight) = (0L, 0L);
        int? firstLate = null;
        for (var i = first; i < last; i++)
        {
            var (before, now) = (samples[i], samples[i + 1]);
            var deadline = samples.FindIndex(i + 1, sample => sample.Second >= now.Second + within);
            var ended = (deadline < 0 ? samples[^1] : samples[deadline]).Ended + offset;
            var open = Math.Clamp(now.Total - ended, 0, now.Total - before.Total);
            if (deadline < 0)
            {
                inFlight += open;
                continue;
            }

            late += open;
            firstLate ??= open > 0 ? (int)before.Second : null;
        }

        var submitted = samples[last].Total - samples[first].Total;

        // Those that failed while the jobs of this phase ended; at the edges it may be a few of their neighbours.
        var begin = Math.Max(0, samples.FindLastIndex(sample => sample.Ended + offset <= samples[first].Total));
        var end = samples.FindIndex(sample => sample.Ended + offset >= samples[last].Total);
        var failed = Math.Min((end < 0 ? samples[^1] : samples[Math.Max(begin, end)]).Failed - samples[begin].Failed, submitted - late - inFlight);
        return new Counts(submitted, late, failed, inFlight, firstLate);
    }

    private static List<Sample> Samples(RunView view, JobFlow jobs)
    {
        var (ended, good) = (BySecond(view.Probe(jobs.Ended)!), BySecond(view.Probe(jobs.Good)!));
        return
        [
            .. BySecond(view.Probe(jobs.Total)!).Where(point => ended.ContainsKey(point.Key) && good.ContainsKey(point.Key))
                .Select(point => new Sample(point.Key, point.Value, ended[point.Key], good[point.Key])).OrderBy(sample => sample.Second),
        ];
    }

    private static Dictionary<double, long> BySecond(ProbeSeries series) =>
        series.Points.Where(point => double.IsFinite(point.Value)).GroupBy(point => point.Second).ToDictionary(group => group.Key, group => (long)Math.Round(group.Last().Value));

    /// <summary>Running totals at a second.</summary>
    private readonly record struct Sample(double Second, long Total, long Ended, long Good)
    {
        public long Failed => Ended - Good;

        public bool IsResetAfter(Sample before) => Total < before.Total || Ended < before.Ended || Good < before.Good;
    }

    /// <summary>What became of the jobs of a phase.</summary>
    private readonly record struct Counts(long Submitted, long Late, long Failed, long InFlight, int? FirstLateSecond)
    {
        public long Good => Submitted - Late - Failed - InFlight;
    }
}
