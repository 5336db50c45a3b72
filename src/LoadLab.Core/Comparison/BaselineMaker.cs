using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Store;

namespace LoadLab.Core.Comparison;

/// <summary>Makes the baseline of a suite from runs of it. Pure.</summary>
public static class BaselineMaker
{
    /// <summary>The baseline that runs make.</summary>
    /// <param name="runs">One or more runs of one load that can be compared with others.</param>
    /// <exception cref="LoadLabException">They cannot (104); with every reason.</exception>
    public static Baseline Of(params IReadOnlyList<ComparedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfZero(runs.Count);
        var faults = runs.SelectMany(ComparisonChecks.Faults).Concat(ComparisonChecks.LoadFaults([.. runs.Select(run => run.Record)])).ToList();
        return faults.Count == 0
            ? Of([.. runs.Select(run => run.Record).OrderBy(record => record.StartedAt).ThenBy(record => record.RunId, StringComparer.Ordinal)])
            : throw new LoadLabException(ExitCode.BadConfiguration, faults, runs.Count == 1 ? "Only a complete, valid run can be a baseline." : "Only complete, valid runs of one suite and one load can be a baseline. Nothing was changed.");
    }

    /// <summary>What a reader should know of runs that make one baseline.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<ComparedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return NotesOf(runs);
    }

    private static IEnumerable<string> NotesOf(IReadOnlyList<ComparedRun> runs)
    {
        if (runs.Count < 2)
        {
            yield break;
        }

        if (runs.Count < NoiseCalibration.FewestRuns)
        {
            yield return $"note: {runs.Count} runs say little of what varies from run to run: {NoiseCalibration.FewestRuns} or more are better.";
        }

        foreach (var fact in FingerprintDifference.Of([runs[0].Record], [.. runs.Skip(1).Select(run => run.Record)]).Where(fact => fact.Matters))
        {
            yield return $"note: these runs are not of one machine and stack: {fact.Key} {FingerprintDifference.Text(fact.Before)} and {FingerprintDifference.Text(fact.After)}. What that changes counts as what varies from run to run.";
        }
    }

    private static Baseline Of(List<RunRecord> records)
    {
        var newest = records[^1];
        var runs = records.ConvertAll(record => new BaselineRun(record.RunId, record.StartedAt, FiguresOf(record)));
        return new Baseline(
            runs.Count == 1 ? Baseline.OneRun : Baseline.SeveralRuns,
            newest.Plan.Suite,
            newest.RunId,
            newest.StartedAt,
            newest.Plan.Labels,
            new SortedDictionary<string, string>(newest.Fingerprint.ToDictionary(fact => fact.Key, fact => fact.Value), StringComparer.Ordinal),
            [.. runs[^1].Figures.Select(phase => MedianOf([.. runs.Select(run => run.Figures.First(figures => figures.Phase == phase.Phase))]))])
        {
            Runs = runs.Count == 1 ? null : runs,
        };
    }

    private static BaselineFigures MedianOf(IReadOnlyList<BaselineFigures> runs)
    {
        return new(runs[0].Phase, Median(run => run.P50Ms), Median(run => run.P95Ms), Median(run => run.P99Ms), Median(run => run.RequestsPerSecond), Median(run => run.ErrorRatio));

        double? Median(Func<BaselineFigures, double?> figure) => runs.Select(figure).OfType<double>().Order().ToArray() is { Length: > 0 } measured ? Rounded(HodgesLehmann.Median(measured)) : null;
    }

    private static IReadOnlyList<BaselineFigures> FiguresOf(RunRecord record)
    {
        var series = RunSeries.Of(record, record.HasServiceTimeOnly);
        return [.. series.Keys.Where(key => key.Scenario == PhaseSummary.AllScenarios).Select(key => Of(key, series.Steps[key]))];
    }

    private static BaselineFigures Of(StepKey key, StepSeries step) => new(
        key.Phase,
        Rounded(step.Value(FigureKind.P50)),
        Rounded(step.Value(FigureKind.P95)),
        Rounded(step.Value(FigureKind.P99)),
        Rounded(step.Value(FigureKind.Throughput)),
        Rounded(step.Value(FigureKind.ErrorRatio)));

    /// <summary>Microseconds, and no more digits than a reviewer can read; null for what was not measured.</summary>
    private static double? Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 6) : null;
}
