using System.Globalization;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Comparison;

/// <summary>The calibration that holds for two runs, or why none does.</summary>
/// <param name="Calibration">It; null when none holds.</param>
/// <param name="Why">Why none does, and what to do; empty when one does.</param>
public sealed record NoiseMatch(NoiseCalibration? Calibration, string Why)
{
    /// <summary>Finds it among the calibrations of a directory, the newest first.</summary>
    public static NoiseMatch Of(IReadOnlyList<NoiseCalibration> all, RunRecord before, RunRecord after)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var ofSuite = all.Where(calibration => calibration.Suite == before.Plan.Suite).ToList();
        var make = $"Make one: loadlab noise {before.Plan.Suite}";
        if (ofSuite.Count == 0)
        {
            return new NoiseMatch(null, $"The noise of this machine is not calibrated for suite '{before.Plan.Suite}', so what varies from run to run of one and the same build is not in the intervals. {make}");
        }

        var judged = ofSuite.Select(calibration => (calibration, Faults: Faults(calibration, before, after))).ToList();
        return judged.Find(one => one.Faults.Count == 0) is { calibration: { } found }
            ? new NoiseMatch(found, "")
            : new NoiseMatch(null, string.Create(CultureInfo.InvariantCulture,
                $"The noise calibration of {judged[0].calibration.CalibratedAt.UtcDateTime:yyyy-MM-dd} is not used: {judged[0].Faults[0]}. {make}"));
    }

    /// <summary><c>Noise of this machine: ±4.1 % for P50, ±6 % for P95, …, from 8 runs of 2026-11-24.</c> The largest of all phases as a whole.</summary>
    public static string Say(NoiseCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var whole = calibration.Figures.Where(figure => figure.Scenario == PhaseSummary.AllScenarios).ToLookup(figure => figure.Figure);
        var parts = FigureKinds.All.Where(kind => whole[kind.Word()].Any()).Select(kind => string.Create(CultureInfo.InvariantCulture,
            $"±{whole[kind.Word()].Max(figure => figure.PairRange) * 100:0.##} {(kind.IsRelative() ? "%" : "points")} for {(kind.Percentile() is null ? kind.Word() : kind.ToString())}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"Noise of this machine: {string.Join(", ", parts)}, from {calibration.Runs.Count} runs of {calibration.CalibratedAt.UtcDateTime:yyyy-MM-dd}. Two runs of one and the same build differ by less in 95 of 100 pairs.");
    }

    private static List<string> Faults(NoiseCalibration calibration, RunRecord before, RunRecord after) =>
    [
        .. new[] { before, after }.SelectMany(run => NoiseFacts.Differences(calibration, run).Select(difference => $"run '{run.RunId}' has {Short(difference)}")),
    ];

    private static string Short(string text) => text.Length <= 200 ? text : text[..199] + "…";
}
