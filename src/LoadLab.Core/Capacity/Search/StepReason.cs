using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Capacity.Search;

/// <summary>Why a step broke, in one sentence without its end: the row, what was saturated by then, what came after it, and whether the generator was late beside it. Pure.</summary>
internal static class StepReason
{
    /// <summary>The sentence.</summary>
    /// <param name="record">The step.</param>
    /// <param name="validity">Of the step.</param>
    /// <param name="resources">How busy the resources were over the whole step.</param>
    /// <param name="broken">The row that broke first; null when none did.</param>
    /// <param name="otherwise">What to say when no row did.</param>
    /// <param name="wasLate">Whether the generator was late, and it was decided all the same.</param>
    public static string Of(RunRecord record, Validity validity, IReadOnlyList<ResourceUse> resources, SloVerdict? broken, string otherwise, bool wasLate)
    {
        if (broken is null)
        {
            return otherwise;
        }

        var (causes, consequences, isWatched) = StepCauseFinder.Find(record, broken);
        var after = consequences.Count > 0 ? $"; after it {consequences[0].Seen}" : "";
        var why = causes.Count > 0 ? $"{broken.Title} broke first, because {causes[0].Seen}{(causes.Count > 1 ? $"; with it {causes[1].Seen}" : after)}"
            : !IsOfRequests(broken) ? $"{broken.Title} broke first: {broken.Reason.TrimEnd('.')}{after}"
            : Saturated(resources, consequences) is { } use ? $"{broken.Title} broke first; what broke it was not seen for sure: over the whole step the {use.Name} was {CapacityText.Saturation(use)}{after}"
            : isWatched ? $"{broken.Title} broke first; nothing that LoadLab watches was saturated by then{after}"
            : $"{broken.Title} broke first; LoadLab watches nothing of this target that could say why";
        return wasLate && validity.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Invalid && BottleneckFinder.GeneratorChecks.Contains(finding.Check)) is { } late
            ? $"{why}; the generator was late beside it ({late.Check}: {late.Seen.Replace($" in phase '{record.Phases[0].Name}'", "", StringComparison.Ordinal)}), and by less than the row is over its limit"
            : why;
    }

    /// <summary>
    /// What was saturated in the mean of the step although no rule names it as a cause: samples are lost where a server is saturated, and the chart of the same step shows it. What is told
    /// as a consequence is not told again.
    /// </summary>
    private static ResourceUse? Saturated(IReadOnlyList<ResourceUse> resources, IReadOnlyList<Bottleneck> consequences) => resources
        .Where(use => use.BusyRatio >= BottleneckLimits.MachineBusy && !consequences.Any(later => later.Measure == use.Measure || (IsCpu(later.Measure) && IsCpu(use.Measure))))
        .MaxBy(use => use.BusyRatio);

    private static bool IsCpu(string measure) => measure.StartsWith("cpu.", StringComparison.Ordinal);

    /// <summary>A row of a queue or a pool is about the resource itself: it says what it was at.</summary>
    private static bool IsOfRequests(SloVerdict row) => row.Measure.Length == 0 || row.Measure.StartsWith("http.", StringComparison.Ordinal);
}
