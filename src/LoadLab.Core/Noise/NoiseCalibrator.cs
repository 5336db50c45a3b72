using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Core.Noise;

/// <summary>
/// Finds how much runs of one build vary on one machine. Pure. A run's figure is taken for the sum of what is tested, an effect of the run and the
/// chance within it; the runs' spread holds the last two, and the block bootstrap of pairs of them shows the last one alone.
/// </summary>
public static class NoiseCalibrator
{
    /// <summary>Calibrates from valid, complete runs of one thing, in the order they were made.</summary>
    /// <exception cref="LoadLabException">They are too few, or not of one load and machine (104); with every reason.</exception>
    public static NoiseCalibration Calibrate(IReadOnlyList<ComparedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var faults = runs.SelectMany(ComparisonChecks.Faults).Concat(ComparisonChecks.LoadFaults([.. runs.Select(run => run.Record)])).ToList();
        if (runs.Count < NoiseCalibration.FewestRuns)
        {
            faults.Add($"{runs.Count} runs are too few: at least {NoiseCalibration.FewestRuns} are needed, and 8 are better.");
        }

        var first = runs.Count > 0 ? NoiseFacts.Machine(runs[0].Record) : [];
        faults.AddRange(runs.Skip(1).Select(run => (run.Record, Differs: Differences(runs[0].Record, run.Record))).Where(one => one.Differs.Count > 0)
            .Select(one => $"Run '{one.Record.RunId}' is not of the same thing as '{runs[0].Record.RunId}': {string.Join("; ", one.Differs.Take(3))}."));
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.Distinct()], "Noise is calibrated from valid, complete runs of one suite, load and machine, of one and the same build.");
        }

        var byServiceTime = runs.Any(run => run.Record.HasServiceTimeOnly);
        var series = runs.Select(run => RunSeries.Of(run.Record, byServiceTime)).ToList();
        var keys = series[0].Keys.Where(key => series.TrueForAll(run => run.Steps.ContainsKey(key)));
        return new NoiseCalibration(
            NoiseCalibration.CurrentSchemaVersion,
            runs[0].Record.Plan.Suite,
            runs.Max(run => run.Record.StartedAt),
            first,
            PlanDifference.Load(runs[0].Record.Plan),
            [.. runs.Select(run => run.Record.RunId)],
            [.. keys.SelectMany(key => FigureKinds.All.Select(kind => RunSpread.Figure(key, kind, [.. series.Select(run => run.Steps[key])]))).OfType<NoiseFigure>()]);
    }

    /// <summary>What two runs of one build on one machine have in common: facts that may alone explain a shift, and the commit.</summary>
    private static List<string> Differences(RunRecord first, RunRecord other) =>
    [
        .. FingerprintDifference.Of([first], [other]).Where(fact => fact.Matters).Select(fact => $"{fact.Key} {FingerprintDifference.Text(fact.After)} and not {FingerprintDifference.Text(fact.Before)}"),
        .. first.Plan.Labels.GetValueOrDefault(RunFilter.CommitLabel) == other.Plan.Labels.GetValueOrDefault(RunFilter.CommitLabel) ? Array.Empty<string>() : ["another commit"],
    ];
}
