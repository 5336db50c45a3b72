using System.Globalization;
using LoadLab.Cli.Documents;
using LoadLab.Core.Comparison;
using LoadLab.Core.Noise;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Terminal;

/// <summary>A calibration as lines for people. Pure.</summary>
internal static class NoiseText
{
    /// <summary>The lines.</summary>
    /// <param name="calibration">The calibration.</param>
    /// <param name="path">Where it is kept.</param>
    /// <param name="check">Whether it keeps its promise; null when that was not asked.</param>
    public static IEnumerable<string> Lines(NoiseCalibration calibration, string path, NoiseCheck? check)
    {
        yield return $"Suite {calibration.Suite}, {string.Join(", ", calibration.Machine.Select(fact => $"{fact.Key} {fact.Value}"))}";
        yield return "";
        var whole = calibration.Figures.Where(figure => figure.Scenario == PhaseSummary.AllScenarios).ToList();
        var rows = new List<string[]> { new[] { "PHASE", "FIGURE", "SPREAD OF RUNS", "NOT SEEN IN ONE RUN", "TWO RUNS DIFFER BY" } };
        rows.AddRange(whole.Select(figure => new[] { figure.Phase, figure.Figure, Percent(figure.Spread), Percent(figure.RunSpread), "±" + Percent(figure.PairRange) }));
        foreach (var line in ColumnText.Lines(rows, 2, 3, 4))
        {
            yield return line;
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"{calibration.Figures.Count - whole.Count} more of single steps.");
        yield return "";
        yield return NoiseMatch.Say(calibration);
        yield return "Kept in " + path;
        if (check is not null)
        {
            yield return "";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Check: of {check.Pairs} pairs of one build {check.Claims.Count} were called changed, and {check.ClaimedWithout} without a calibration. At most {check.Allowed} may be: {(check.Holds ? "it holds." : "it does NOT hold.")}");
            foreach (var claim in check.Claims)
            {
                yield return "  " + claim;
            }
        }
    }

    /// <summary>One JSON document: the calibration as it is kept, and beside it what the check saw.</summary>
    public static string Json(NoiseCalibration calibration, NoiseCheck? check) =>
        check is null ? NoiseStore.ToJson(calibration) : JsonText.Of(NoiseDocument.Of(calibration, check), JsonText.Context.NoiseDocument);

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.##} %");
}
