using System.Globalization;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Comparison;

/// <summary>A fault that both sides had, side by side and without a test: how long it lasted from the fault until the target was as before, and who mended it.</summary>
/// <param name="Fault">Which: <c>redis pause at 20s</c>.</param>
/// <param name="BeforeSeconds">From the fault to the recovery, the median of the runs; null where one of them has none.</param>
/// <param name="AfterSeconds">The same of the second side.</param>
/// <param name="Before">Who mended it, and when.</param>
/// <param name="After">The same of the second side.</param>
public sealed record ComparedFault(string Fault, double? BeforeSeconds, double? AfterSeconds, string Before, string After)
{
    /// <summary>The faults that all runs have; empty when they have none.</summary>
    internal static IReadOnlyList<ComparedFault> Of(IReadOnlyList<RunRecord> before, IReadOnlyList<RunRecord> after)
    {
        var first = before[0].Plan.Faults;
        if (before.Concat(after).Any(run => !run.Plan.Faults.Select(Key).SequenceEqual(first.Select(Key))))
        {
            return [];
        }

        var (one, other) = (before.Select(FaultAnalysis.Of).ToList(), after.Select(FaultAnalysis.Of).ToList());
        return [.. first.Select((fault, index) => Of(FaultText.Name(fault), [.. one.Select(run => run[index])], [.. other.Select(run => run[index])]))];
    }

    private static ComparedFault Of(string fault, IReadOnlyList<FaultOutcome> before, IReadOnlyList<FaultOutcome> after) => new(fault, Median(before), Median(after), Mended(before), Mended(after));

    /// <summary>What is the same fault; how long it may last differs where a healer is awaited.</summary>
    private static (FaultKind, string, TimeSpan) Key(FaultPlan fault) => (fault.Kind, fault.Role, fault.At);

    private static double? Median(IReadOnlyList<FaultOutcome> outcomes)
    {
        var lengths = outcomes.Select(Length).OfType<double>().Order().ToList();
        return lengths.Count < outcomes.Count ? null : Math.Round((lengths[(lengths.Count - 1) / 2] + lengths[lengths.Count / 2]) / 2, 3);
    }

    private static double? Length(FaultOutcome outcome) => outcome is { NoLevel.Length: 0, StartSecond: { } start, EndSecond: { } end, RecoveredAfterSeconds: { } after } ? end - start + after : null;

    private static string Mended(IReadOnlyList<FaultOutcome> outcomes)
    {
        var healed = outcomes.Where(outcome => outcome.HealedBy is not null).ToList();
        if (healed.Count == 0)
        {
            return outcomes.All(outcome => outcome.EndSecond is null) ? "not mended" : "by LoadLab";
        }

        var times = healed.Select(outcome => outcome.EndSecond!.Value - outcome.StartSecond!.Value).Order().ToList();
        var span = times[0] == times[^1] ? Seconds(times[0]) : $"{Seconds(times[0])} to {Seconds(times[^1])}";
        return $"by {string.Join(", ", healed.Select(outcome => outcome.HealedBy).Distinct().Order(StringComparer.Ordinal))} after {span}"
            + (healed.Count < outcomes.Count ? $" in {healed.Count.ToString(CultureInfo.InvariantCulture)} of {Units.Counted(outcomes.Count, "run")}, else by LoadLab" : "");
    }

    private static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
