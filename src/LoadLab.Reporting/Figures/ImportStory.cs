using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>What another driver's results say, in one sentence. Pure.</summary>
internal static class ImportStory
{
    /// <summary>Another driver's iterations have ended or not; what failed of them, only their requests tell.</summary>
    public static string Of(ForeignDriver driver, IReadOnlyList<PhaseFigures> phases)
    {
        if (!driver.HasDistribution)
        {
            return $"Imported from a {driver.Name} summary, which has no single requests: its figures stand under {driver.Name}'s names.";
        }

        var (ok, failed) = (phases.Sum(phase => phase.All.Ok), phases.Sum(phase => phase.All.Failed));
        var dropped = phases.Sum(phase => phase.Result.Measured.Dropped);
        var times = Slowness.Slowest(phases) is { } slowest ? " " + RunStory.Times(slowest, phases.Count > 1 ? $" in {slowest.Result.Name}, the slowest phase" : "") : "";
        return $"Imported from {driver.Name}: {Units.Counted(phases.Sum(phase => phase.Result.Measured.Ok), "iteration")} ended; of {Units.Counted(ok + failed, "request")} {(failed == 0 ? "none" : Units.Count(failed))} failed{(failed == 0 ? "" : $" ({Units.Percent((double)failed / (ok + failed))})")}"
            + $"{(dropped == 0 ? "" : $"; {Units.Counted(dropped, "arrival was", "arrivals were")} dropped by the generator")}.{times}";
    }
}
