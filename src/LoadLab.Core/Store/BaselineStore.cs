using System.Text;
using System.Text.Json;
using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Store;

/// <summary>The baselines of a directory of runs: <c>baselines/SUITE.json</c>.</summary>
public sealed class BaselineStore(RunStore store)
{
    private const int CurrentSchemaVersion = 1;

    private string Root => Path.Combine(store.Root, "baselines");

    /// <summary>Path of a suite's baseline.</summary>
    public string PathOf(string suite) => Path.Combine(Root, RunId.FolderName(suite) + ".json");

    /// <summary>All baselines, by suite.</summary>
    /// <exception cref="LoadLabException">One cannot be read (104); says which file and why.</exception>
    public IReadOnlyList<Baseline> List() => Directory.Exists(Root)
        ? [.. Directory.EnumerateFiles(Root, "*.json").Order(StringComparer.Ordinal).Select(Read)]
        : [];

    /// <summary>The baseline of a suite; null when it has none.</summary>
    /// <exception cref="LoadLabException">It cannot be read (104).</exception>
    public Baseline? Find(string suite) => List().FirstOrDefault(baseline => baseline.Suite == suite);

    /// <summary>Makes a run the baseline of its suite, in place of the one that was.</summary>
    /// <param name="run">A run that can be compared with others.</param>
    /// <exception cref="LoadLabException">It cannot, or the disk refuses (104).</exception>
    public Baseline Set(ComparedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var faults = ComparisonChecks.Faults(run).ToList();
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Only a complete, valid run can be a baseline.");
        }

        var baseline = Of(run.Record);
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

    private static Baseline Of(RunRecord record)
    {
        var series = RunSeries.Of(record);
        return new Baseline(
            CurrentSchemaVersion,
            record.Plan.Suite,
            record.RunId,
            record.StartedAt,
            record.Plan.Labels,
            new SortedDictionary<string, string>(record.Fingerprint.ToDictionary(fact => fact.Key, fact => fact.Value), StringComparer.Ordinal),
            [.. series.Keys.Where(key => key.Scenario == PhaseSummary.AllScenarios).Select(key => Of(key, series.Steps[key]))]);
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
            return baseline.SchemaVersion == CurrentSchemaVersion
                ? baseline
                : throw new FormatException($"schemaVersion is {baseline.SchemaVersion}; this LoadLab reads {CurrentSchemaVersion}");
        }
        catch (Exception fault) when (fault is JsonException or FormatException || RunFiles.IsDiskFault(fault))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Baseline '{path}' cannot be read: {fault.Message}", "Set it anew with: loadlab baseline set RUN", fault);
        }
    }
}
