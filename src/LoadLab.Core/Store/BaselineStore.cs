using System.Text;
using System.Text.Json;
using LoadLab.Core.Comparison;
using LoadLab.Core.Noise;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Store;

/// <summary>The baselines of a directory of runs: <c>baselines/SUITE.json</c>.</summary>
public sealed class BaselineStore(RunStore store)
{
    private const int OneRun = 1;
    private const int SeveralRuns = 2;

    private string Root => Path.Combine(store.Root, "baselines");

    /// <summary>Path of a suite's baseline.</summary>
    public string PathOf(string suite) => Path.Combine(Root, RunId.FolderName(suite) + ".json");

    /// <summary>All baselines, by suite.</summary>
    /// <exception cref="LoadLabException">One cannot be read (104); says which file and why.</exception>
    public IReadOnlyList<Baseline> List() => [.. Files().Select(file => file.Baseline)];

    /// <summary>The same with the file of each: two files may be of one suite.</summary>
    /// <exception cref="LoadLabException">One cannot be read (104); says which file and why.</exception>
    public IReadOnlyList<(string Path, Baseline Baseline)> Files() => Directory.Exists(Root)
        ? [.. Directory.EnumerateFiles(Root, "*.json").Order(StringComparer.Ordinal).Select(path => (path, Read(path)))]
        : [];

    /// <summary>The baseline of a suite; null when it has none.</summary>
    /// <exception cref="LoadLabException">It cannot be read (104).</exception>
    public Baseline? Find(string suite) => List().FirstOrDefault(baseline => baseline.Suite == suite);

    /// <summary>Makes runs the baseline of their suite, in place of the one that was.</summary>
    /// <param name="runs">One or more runs of one load that can be compared with others.</param>
    /// <exception cref="LoadLabException">They cannot, or the disk refuses (104).</exception>
    public Baseline Set(params IReadOnlyList<ComparedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfZero(runs.Count);
        var faults = runs.SelectMany(ComparisonChecks.Faults).Concat(ComparisonChecks.LoadFaults([.. runs.Select(run => run.Record)])).ToList();
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, runs.Count == 1 ? "Only a complete, valid run can be a baseline." : "Only complete, valid runs of one suite and one load can be a baseline. Nothing was changed.");
        }

        var baseline = Of([.. runs.Select(run => run.Record).OrderBy(record => record.StartedAt).ThenBy(record => record.RunId, StringComparer.Ordinal)]);
        RunArchive.Guard(
            () =>
            {
                Directory.CreateDirectory(Root);
                RunWriter.WriteWhole(PathOf(baseline.Suite), RunFiles.Create, RunArchive.Written(Encoding.UTF8.GetBytes(ToJson(baseline) + "\n")));
            },
            $"The baseline of suite '{baseline.Suite}' cannot be written to '{Root}'");
        return baseline;
    }

    /// <summary>The document of a baseline.</summary>
    public static string ToJson(Baseline baseline) => JsonSerializer.Serialize(baseline, ReadableBaselineJson.Context.Baseline);

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
            yield return $"note: these runs are not of one machine and stack: {fact.Key} {string.Join(", ", fact.Before)} and {string.Join(", ", fact.After)}. What that changes counts as what varies from run to run.";
        }
    }

    private static Baseline Of(List<RunRecord> records)
    {
        var newest = records[^1];
        var runs = records.ConvertAll(record => new BaselineRun(record.RunId, record.StartedAt, FiguresOf(record)));
        return new Baseline(
            runs.Count == 1 ? OneRun : SeveralRuns,
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

        double Median(Func<BaselineFigures, double> figure) => Rounded(HodgesLehmann.Median([.. runs.Select(figure).Order()]));
    }

    private static IReadOnlyList<BaselineFigures> FiguresOf(RunRecord record)
    {
        var series = RunSeries.Of(record);
        return [.. series.Keys.Where(key => key.Scenario == PhaseSummary.AllScenarios).Select(key => Of(key, series.Steps[key]))];
    }

    private static BaselineFigures Of(StepKey key, StepSeries step) => new(
        key.Phase,
        Rounded(step.Value(FigureKind.P50)),
        Rounded(step.Value(FigureKind.P95)),
        Rounded(step.Value(FigureKind.P99)),
        Rounded(step.Value(FigureKind.Throughput)),
        Rounded(step.Value(FigureKind.ErrorRatio)));

    /// <summary>Microseconds, and no more digits than a reviewer can read. A phase without times has 0 of them.</summary>
    private static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 6) : 0;

    private static Baseline Read(string path)
    {
        try
        {
            var baseline = JsonSerializer.Deserialize(File.ReadAllText(path), ReadableBaselineJson.Context.Baseline) ?? throw new JsonException("The document is null.");
            return baseline.SchemaVersion is OneRun or SeveralRuns
                ? baseline
                : throw new FormatException($"schemaVersion is {baseline.SchemaVersion}; this LoadLab reads {OneRun} and {SeveralRuns}");
        }
        catch (Exception fault) when (fault is JsonException or FormatException || RunFiles.IsDiskFault(fault))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Baseline '{path}' cannot be read: {fault.Message}", "Set it anew with: loadlab baseline set RUN", fault);
        }
    }
}
