using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Trend;

/// <summary>A judged run of a history.</summary>
/// <param name="Record">What it measured; its histograms are not needed.</param>
/// <param name="Evaluation">What was judged.</param>
public sealed record TrendRun(RunRecord Record, RunEvaluation Evaluation);

/// <summary>Makes the histories of measures out of runs.</summary>
public static class TrendReader
{
    /// <summary>The runs that belong into one history, the oldest first: complete, valid, with the load of the newest of them.</summary>
    /// <param name="runs">Runs of one suite, the oldest first.</param>
    /// <param name="leftOut">Why the others do not.</param>
    public static IReadOnlyList<TrendRun> Fit(IReadOnlyList<TrendRun> runs, out IReadOnlyList<string> leftOut)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var reasons = new List<string>();
        var sound = runs.Where(run => Keep(run, run.Evaluation.Validity.Status == ValidityStatus.Valid, "INVALID")
            && Keep(run, run.Record.Outcome == RunOutcome.Completed, run.Record.Outcome.ToString().ToLowerInvariant())
            && Keep(run, run.Record.Driver is not { HasDistribution: false }, "imported from a summary, which has no distribution")
            && Keep(run, !run.Record.Plan.Shard.IsPart, "a shard")).ToList();
        var alike = sound.Where(run => Keep(run, PlanDifference.Of(sound[^1].Record.Plan, run.Record.Plan).Count == 0, $"of another load than {sound[^1].Record.RunId}")).ToList();
        leftOut = [.. reasons.GroupBy(reason => reason).Select(group => $"{group.Count()} {(group.Count() == 1 ? "run that is" : "runs that are")} {group.Key}")];
        return alike;

        bool Keep(TrendRun run, bool isFit, string reason)
        {
            if (!isFit)
            {
                reasons.Add(reason);
            }

            return isFit;
        }
    }

    /// <summary>The history of everything that the catalogue judges, from the verdicts as they were given. An SLA and an SLO on one figure are one.</summary>
    public static IReadOnlyList<TrendSeries> Verdicts(IReadOnlyList<TrendRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var judged = runs.Count == 0 ? [] : runs[^1].Evaluation.Verdicts;
        return
        [
            .. judged.GroupBy(Indicator).Select(group =>
            {
                var named = group.OrderBy(verdict => verdict.Tier != SloTier.Slo).First();
                return new TrendSeries(
                    named.Id,
                    named.Unit,
                    [.. runs.Select(run => Point(run, named)).OfType<TrendPoint>()],
                    [.. group.Where(verdict => double.IsFinite(verdict.Limit)).Select(verdict => new TrendLimit(verdict.Id, verdict.Tier, verdict.Comparison, verdict.Limit))]);
            }).Where(series => series.Points.Count > 0),
        ];
    }

    /// <summary>
    /// The history of figures of each phase's requests. Their intervals are those of the verdicts: block bootstrap, order statistics,
    /// Clopper–Pearson; a throughput has none.
    /// </summary>
    /// <param name="records">Runs with their histograms, the oldest first. Walked once, and none is kept: they may be read one by one.</param>
    /// <param name="kinds">The figures.</param>
    public static IReadOnlyList<TrendSeries> Figures(IEnumerable<RunRecord> records, IReadOnlyList<FigureKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(kinds);
        var histories = new Dictionary<(StepKey Step, FigureKind Kind), List<TrendPoint>>();
        List<StepKey> newest = [];
        var byServiceTime = false;
        foreach (var record in records)
        {
            // A history is of one load, and so of LoadLab's engine or of imported runs only.
            byServiceTime = record.HasServiceTimeOnly;
            var series = RunSeries.Of(record, byServiceTime);
            newest = [.. series.Keys.Where(key => key.Scenario == PhaseSummary.AllScenarios)];
            foreach (var (step, kind) in newest.SelectMany(step => kinds.Select(kind => (step, kind))))
            {
                var value = series.Steps[step].Value(kind);
                if (double.IsFinite(value))
                {
                    (histories.TryGetValue((step, kind), out var points) ? points : histories[(step, kind)] = []).Add(Point(record, series.Steps[step], kind, value));
                }
            }
        }

        return
        [
            .. kinds.SelectMany(kind => newest.Select(step => (Step: step, Kind: kind))).Where(histories.ContainsKey)
                .Select(key => new TrendSeries($"{key.Step} {key.Kind.Word()}{(byServiceTime && key.Kind.Percentile() is not null ? " (service time)" : "")}", key.Kind.Unit(), histories[key], [])),
        ];
    }

    private static string Indicator(SloVerdict verdict) =>
        string.Join('|', verdict.Measure, verdict.Percentile, verdict.Unit, string.Join(',', verdict.Series), verdict.Measure.Length == 0 ? verdict.Id : "");

    private static TrendPoint? Point(TrendRun run, SloVerdict named) =>
        run.Evaluation.Verdicts.FirstOrDefault(verdict => verdict.Id == named.Id) is { Measured: { } value } judged && double.IsFinite(value)
            ? new TrendPoint(run.Record.RunId, run.Record.StartedAt, run.Record.Plan.Labels, value, judged.Low ?? value, judged.High ?? value)
            : null;

    private static TrendPoint Point(RunRecord record, StepSeries step, FigureKind kind, double value)
    {
        var interval = kind switch
        {
            FigureKind.Throughput => Interval.Exact(value),
            FigureKind.ErrorRatio => ClopperPearson.Of(step.Failures.Sum(second => second.Hits), step.Completions),
            _ => PercentileInterval.Of(step.Response, kind.Percentile()!.Value, record.Plan.Seed).Scale(1 / 1000.0),
        };
        return new TrendPoint(record.RunId, record.StartedAt, record.Plan.Labels, value, interval.Low, interval.High);
    }
}
