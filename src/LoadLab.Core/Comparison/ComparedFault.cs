using System.Globalization;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Comparison;

/// <summary>A fault of any of the runs, both sides beside each other and without a test: how long it lasted from the fault until the target was as before, and who mended it.</summary>
/// <param name="Fault">Which: <c>redis pause at 20s</c>.</param>
/// <param name="BeforeSeconds">From the fault to the recovery, the median of the runs; null where one of them has none.</param>
/// <param name="AfterSeconds">The same of the second side.</param>
/// <param name="Before">Who mended it, and when; and why there is no length.</param>
/// <param name="After">The same of the second side.</param>
public sealed record ComparedFault(string Fault, double? BeforeSeconds, double? AfterSeconds, string Before, string After)
{
    /// <summary>What a side has that was never broken so.</summary>
    internal const string None = "no such fault";

    /// <summary>The faults of all runs, by the time at which they happen; empty when none has one.</summary>
    internal static IReadOnlyList<ComparedFault> Of(IReadOnlyList<RunRecord> before, IReadOnlyList<RunRecord> after)
    {
        var (one, other) = (Outcomes(before), Outcomes(after));
        return
        [
            .. before.Concat(after).SelectMany(run => run.Plan.Faults).DistinctBy(Key).OrderBy(fault => fault.At)
                .Select(fault => Of(FaultText.Name(fault), [.. one[Key(fault)]], before.Count, [.. other[Key(fault)]], after.Count)),
        ];
    }

    private static ComparedFault Of(string fault, IReadOnlyList<FaultOutcome> before, int runsBefore, IReadOnlyList<FaultOutcome> after, int runsAfter) =>
        new(fault, Median(before, runsBefore), Median(after, runsAfter), Words(before, runsBefore), Words(after, runsAfter));

    private static ILookup<(FaultKind, string, TimeSpan), FaultOutcome> Outcomes(IReadOnlyList<RunRecord> runs) => runs
        .SelectMany(run => FaultAnalysis.Of(run).Select(outcome => (Key: Key(run.Plan.Faults[outcome.Index]), Outcome: outcome))).ToLookup(pair => pair.Key, pair => pair.Outcome);

    /// <summary>What is the same fault; how long it may last differs where a healer is awaited.</summary>
    private static (FaultKind, string, TimeSpan) Key(FaultPlan fault) => (fault.Kind, fault.Role, fault.At);

    private static double? Median(IReadOnlyList<FaultOutcome> outcomes, int runs)
    {
        var lengths = outcomes.Select(Length).OfType<double>().Order().ToList();
        return lengths.Count < runs ? null : Math.Round((lengths[(lengths.Count - 1) / 2] + lengths[lengths.Count / 2]) / 2, 3);
    }

    private static double? Length(FaultOutcome outcome) => outcome is { NoLevel.Length: 0, StartSecond: { } start, EndSecond: { } end, RecoveredAfterSeconds: { } after } ? end - start + after : null;

    /// <summary><c>by heal-redis after 5.1 s in 1 of 2 runs, else by LoadLab; not recovered when the measuring ended in 1 of 2 runs</c>.</summary>
    private static string Words(IReadOnlyList<FaultOutcome> outcomes, int runs)
    {
        var healed = outcomes.Where(outcome => outcome.HealedBy is not null).ToList();
        var mended = outcomes.Count(outcome => outcome is { HealedBy: null, EndSecond: not null });
        var broken = outcomes.Count(outcome => outcome is { StartSecond: not null, EndSecond: null });
        var kinds = new[]
        {
            (Words: Healed(healed), Count: healed.Count),
            (Words: "by LoadLab", Count: mended),
            (Words: "never mended", Count: broken),
            (Words: "the run ended before it", Count: outcomes.Count(outcome => outcome.StartSecond is null)),
            (Words: None, Count: runs - outcomes.Count),
        }.Where(kind => kind.Count > 0).ToList();
        var who = string.Join(", ", kinds.Select((kind, i) => kinds.Count == 1 ? kind.Words : i == kinds.Count - 1 ? "else " + kind.Words : kind.Words + In(kind.Count, runs)));
        var unknown = outcomes.Where(outcome => outcome is { EndSecond: not null, NoLevel.Length: > 0 }).ToList();
        var open = outcomes.Count(outcome => outcome is { EndSecond: not null, NoLevel.Length: 0, RecoveredAfterSeconds: null });
        return who
            + (open == 0 ? "" : "; not recovered when the measuring ended" + (runs == 1 ? "" : In(open, runs)))
            + (unknown.Count == 0 ? "" : $"; recovery not known ({string.Join("; ", unknown.Select(outcome => outcome.NoLevel).Distinct())})" + (runs == 1 ? "" : In(unknown.Count, runs)));
    }

    private static string Healed(List<FaultOutcome> healed)
    {
        if (healed.Count == 0)
        {
            return "";
        }

        var times = healed.Select(outcome => outcome.EndSecond!.Value - outcome.StartSecond!.Value).Order().ToList();
        var span = times[0] == times[^1] ? Seconds(times[0]) : $"{Seconds(times[0])} to {Seconds(times[^1])}";
        return $"by {string.Join(", ", healed.Select(outcome => outcome.HealedBy).Distinct().Order(StringComparer.Ordinal))} after {span}";
    }

    private static string In(int count, int runs) => $" in {count.ToString(CultureInfo.InvariantCulture)} of {Units.Counted(runs, "run")}";

    private static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
