using System.Globalization;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Comparison;

/// <summary>
/// Compares two runs by a block bootstrap over their seconds, or two sets of runs by Hodges and Lehmann's shift between them.
/// Pure: the same runs give the same answer.
/// </summary>
public static class Comparer
{
    private const long Seed = 20_261;

    /// <summary>Compares.</summary>
    /// <param name="before">The first side: what it was.</param>
    /// <param name="after">The second side: what it is now.</param>
    /// <param name="margin">Smallest shift that matters; null for <see cref="ComparisonMargin.Default"/>.</param>
    /// <param name="calibrations">How much runs of one thing vary, of machines and suites; the one that holds for two single runs widens their intervals. Null when it does not matter.</param>
    /// <exception cref="LoadLabException">The runs cannot be compared (104); with every reason.</exception>
    public static RunComparison Compare(IReadOnlyList<ComparedRun> before, IReadOnlyList<ComparedRun> after, ComparisonMargin? margin = null, IReadOnlyList<NoiseCalibration>? calibrations = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ComparisonChecks.Check(before, after);
        margin ??= ComparisonMargin.Default;
        var byServiceTime = before.Concat(after).Any(run => run.Record.HasServiceTimeOnly);
        var (a, b) = (before.Select(run => RunSeries.Of(run.Record, byServiceTime)).ToList(), after.Select(run => RunSeries.Of(run.Record, byServiceTime)).ToList());
        var all = a.Concat(b).ToList();
        var keys = a[0].Keys.Where(key => all.TrueForAll(run => run.Steps.ContainsKey(key))).ToList();
        var isPair = a.Count == 1 && b.Count == 1;
        var isOneToMany = !isPair && (a.Count == 1 || b.Count == 1);

        // What is calibrated is LoadLab's own generator on this machine.
        var noise = !byServiceTime && (isPair || isOneToMany) ? NoiseMatch.Of(calibrations ?? [], a[0].Record, b[0].Record) : null;
        if (isOneToMany && !(noise?.Calibration?.Runs.Count > Math.Max(a.Count, b.Count)))
        {
            // The several runs themselves tell more of what varies.
            noise = null;
        }

        var known = (noise?.Calibration?.Figures ?? []).ToDictionary(figure => (figure.Phase, figure.Scenario, figure.Step, figure.Figure));
        var raw = keys.SelectMany(key => FigureKinds.All.Select(kind => Estimate(key, kind, a, b, margin, known.GetValueOrDefault((key.Phase, key.Scenario, key.Step, kind.Word()))))).ToList();
        var stands = FalseDiscovery.Claims([.. raw.Select(figure => figure.Error)], RunComparison.FalseClaimRate);
        return new RunComparison
        {
            Suite = before[0].Record.Plan.Suite,
            Before = [.. before.Select(run => run.Record.RunId)],
            After = [.. after.Select(run => run.Record.RunId)],
            Margin = margin,
            Method = isPair && noise?.Calibration is not null
                ? "Block bootstrap over the seconds of both runs, widened by what runs vary by on this machine, 95 % intervals (the formula: scenarios/docs/explanation-statistics.md)."
                : isPair ? "Block bootstrap over the seconds of both runs, 95 % intervals."
                : isOneToMany ? $"One run against the mean of {Math.Max(a.Count, b.Count)}: block bootstrap over their seconds, widened by what {(noise is null ? "these" : "runs")} vary by{(noise is null ? "" : " on this machine")} (Student's t), 95 % intervals (the formula: scenarios/docs/explanation-statistics.md)."
                : $"Hodges-Lehmann shift between {a.Count} and {b.Count} runs, exact 95 % intervals; Welch's test for the correction.",
            Differences = FingerprintDifference.Of([.. before.Select(run => run.Record)], [.. after.Select(run => run.Record)]),
            Facts = ComparedFacts.Of([.. before.Select(run => run.Record)], [.. after.Select(run => run.Record)]),
            Figures = [.. raw.Select((figure, at) => figure.Judge(stands[at], raw.Count))],
            Metrics = ComparedMetric.Of([.. before.Select(run => run.Record)], [.. after.Select(run => run.Record)]),
            Faults = ComparedFault.Of([.. before.Select(run => run.Record)], [.. after.Select(run => run.Record)]),
            Notes = [.. ForeignNotes.Of([.. before.Concat(after).Select(run => run.Record)]), .. Notes(a, b, raw.Count), .. Noise(noise, isOneToMany ? 0 : raw.Count(figure => !known.ContainsKey((figure.Step.Phase, figure.Step.Scenario, figure.Step.Step, figure.Kind.Word())))), .. SlowFailures(all, keys), .. OneSided(all, keys)],
            Noise = noise?.Calibration,
        };
    }

    private static UncorrectedFigure Estimate(StepKey key, FigureKind kind, List<RunSeries> before, List<RunSeries> after, ComparisonMargin margin, NoiseFigure? noise)
    {
        var (a, b) = Counted(key, kind, before, after);
        var from = Values(a, kind);
        var to = Values(b, kind);
        var value = HodgesLehmann.Median(from);
        var delta = margin.Of(kind, value);
        var (samples, needed) = (Fewest(a, b, kind), Needed(kind, delta));
        var few = samples < needed ? $"{samples} samples are too few for {kind.Word()}: {needed} needed." : null;
        var shift = from.Concat(to).Any(double.IsNaN) ? ShiftEstimate.Unknown(double.NaN)
            : a.Count == 1 && b.Count == 1 ? OfPair(key, kind, a[0], b[0])
            : a.Count == 1 || b.Count == 1 ? SingleRunShift.Of(key, kind, a, b, noise)
            : OfSets(kind, a, b, from, to);
        shift = noise is null || a.Count + b.Count > 2 ? shift : BetweenRunVariance.Widen(shift, noise);
        return new UncorrectedFigure(key, kind, value, HodgesLehmann.Median(to), shift, delta, few, a.Count, b.Count);
    }

    /// <summary>Both sides, for a percentile with the failures that took longer than it did on either side.</summary>
    private static (List<StepSeries> Before, List<StepSeries> After) Counted(StepKey key, FigureKind kind, List<RunSeries> before, List<RunSeries> after)
    {
        var (a, b) = (before.ConvertAll(run => run.Steps[key]), after.ConvertAll(run => run.Steps[key]));
        if (kind.Percentile() is not { } percentile)
        {
            return (a, b);
        }

        var slowest = a.Concat(b).Max(step => step.Whole.PercentileMicros(percentile));
        return (a.ConvertAll(step => step.WithFailuresAbove(slowest)), b.ConvertAll(step => step.WithFailuresAbove(slowest)));
    }

    private static IEnumerable<string> SlowFailures(List<RunSeries> all, List<StepKey> keys)
    {
        var whole = keys.Where(key => key.Scenario == PhaseSummary.AllScenarios).ToList();
        var slow = whole.Sum(key =>
        {
            var slowest = all.Max(run => run.Steps[key].Whole.PercentileMicros(99));
            return all.Sum(run => run.Steps[key].Failed.Sum(second => second.Times.Above(slowest).TotalCount));
        });
        if (slow > 0)
        {
            yield return $"{Figures.Count(slow)} failure{(slow == 1 ? "" : "s")} took longer than the P99 of what did not fail. Failures that took longer than a percentile on both sides count as slower than it.";
        }
    }

    /// <summary>Fewest samples of a run: those of an interval; for a throughput so many that one request more or less is a quarter of the margin.</summary>
    private static long Needed(FigureKind kind, double delta) =>
        kind.Percentile() is { } percentile ? SampleSize.ForPercentile(percentile)
        : kind == FigureKind.Throughput && delta > 0 ? (long)Math.Ceiling(4 / delta)
        : 1;

    /// <summary>Runs that saw no failure all agree, however few requests they made: an error ratio's interval holds that of all requests together.</summary>
    private static ShiftEstimate OfSets(FigureKind kind, List<StepSeries> a, List<StepSeries> b, double[] from, double[] to)
    {
        var sets = ShiftEstimate.OfSets([.. from.Select(x => Scale(kind, x))], [.. to.Select(x => Scale(kind, x))]);
        return kind == FigureKind.ErrorRatio ? sets with { Shift = sets.Shift.Widen(PairShift.Difference(Pooled(a), Pooled(b))) } : sets;
    }

    private static Interval Pooled(List<StepSeries> runs) => ClopperPearson.Of(
        runs.Sum(run => run.Failures.Sum(second => second.Hits)), runs.Sum(run => run.Failures.Sum(second => second.Trials)));

    private static long Fewest(List<StepSeries> a, List<StepSeries> b, FigureKind kind) => a.Concat(b).Min(step => step.Samples(kind));

    private static double[] Values(List<StepSeries> steps, FigureKind kind) => [.. steps.Select(step => step.Value(kind)).Order()];

    internal static double Scale(FigureKind kind, double value) => kind.IsRelative() ? Math.Log(Math.Max(value, 1e-9)) : value;

    internal static ShiftEstimate OfPair(StepKey key, FigureKind kind, StepSeries a, StepSeries b)
    {
        var seed = Seed + key.ToString().Aggregate(17L, (hash, letter) => (hash * 31) + letter);
        return kind switch
        {
            FigureKind.Throughput => PairShift.OfRate(a.WholeSeconds, b.WholeSeconds, Math.Log(b.Value(kind) / a.Value(kind)), seed),
            FigureKind.ErrorRatio => PairShift.OfRatio(a.Failures, b.Failures, seed),
            _ => PairShift.OfPercentile(a.Response, b.Response, kind.Percentile()!.Value, seed),
        };
    }

    private static IEnumerable<string> Notes(List<RunSeries> a, List<RunSeries> b, int figures)
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{figures} figures are judged at once (Benjamini-Hochberg): when nothing differs, the chance of any 'regressed' or 'improved' is at most {RunComparison.FalseClaimRate * 100:0} %.");
        if (a.Count == 1 && b.Count == 1)
        {
            yield return "Two single runs. Sets of 4 or more runs each show by themselves what varies from run to run.";
        }
        else if (a.Count == 1 || b.Count == 1)
        {
            if (Math.Max(a.Count, b.Count) < NoiseCalibration.FewestRuns)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(a.Count, b.Count)} runs say little of what varies from run to run, so that the intervals are wide. Make it {NoiseCalibration.FewestRuns} or more.");
            }
        }
        else if (MannWhitney.SmallestError(a.Count, b.Count) is var smallest and > 1 - Interval.Confidence)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{a.Count} and {b.Count} runs cannot show any shift at 95 %: their smallest possible error is {smallest * 100:0.##} %. Make 4 or more runs each.");
        }
    }

    private static IEnumerable<string> Noise(NoiseMatch? noise, int without)
    {
        if (noise is not null)
        {
            yield return noise.Calibration is { } calibration ? NoiseMatch.Say(calibration) : noise.Why;
            if (noise.Calibration is not null && without > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{without} figures are not in the calibration: their intervals are the bootstrap's alone.");
            }
        }
    }

    private static IEnumerable<string> OneSided(List<RunSeries> all, List<StepKey> keys) => all
        .SelectMany(run => run.Keys.Except(keys).Select(key => (Key: key, run.Record.RunId)))
        .GroupBy(pair => pair.Key)
        .Select(group => $"'{group.Key}' is not compared: only {string.Join(", ", group.Select(pair => pair.RunId))} had it.");
}
