using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Faults;

/// <summary>A fault and what became of it, in words: the same in every report.</summary>
public static class FaultText
{
    /// <summary>Part of a title: <c>postgres stop at 20s</c>.</summary>
    public static string Name(FaultPlan fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return $"{fault.Role} {(fault.Kind == FaultKind.Stop ? "stop" : "pause")} at {DurationValue.Format(fault.At)}";
    }

    /// <summary>One line: <c>postgres stopped 00:20–00:25, recovered after 1.8 s, 4.2 % failed meanwhile, queue drained after 3 s</c>.</summary>
    public static string Line(FaultOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var verb = outcome.Kind == FaultKind.Stop ? "stopped" : "paused";
        if (outcome.StartSecond is not { } start)
        {
            return $"{outcome.Role} was not {verb}: the run ended before";
        }

        if (outcome.EndSecond is not { } end)
        {
            return $"{outcome.Role} {verb} {Units.Clock(start)}, never mended, {Failed(outcome)}";
        }

        var recovery = outcome.NoLevel.Length > 0 ? $"recovery not known ({outcome.NoLevel})"
            : outcome.RecoveredAfterSeconds is { } after ? after > 0 ? $"recovered after {Seconds(after)}" : "as before at once"
            : $"not recovered in {Seconds(outcome.NotRecoveredForSeconds ?? 0)}";
        return string.Join(", ", new[] { $"{outcome.Role} {verb} {Units.Clock(start)}–{Units.Clock(end)}", Healing(outcome, end - start), recovery, Failed(outcome), Queue(outcome) }.Where(part => part.Length > 0));
    }

    private static string Healing(FaultOutcome outcome, double broken) => outcome switch
    {
        { HealedBy: { } by } => $"started anew by {by} after {Seconds(broken)}",
        { HealWithinSeconds: { } limit } => $"no healer came within {Seconds(limit)}",
        _ => "",
    };

    private static string Failed(FaultOutcome outcome) =>
        outcome.Requests == 0 ? "no request ended meanwhile" : $"{Units.Percent((double)outcome.Failed / outcome.Requests)} of {Units.Count(outcome.Requests)} requests failed meanwhile";

    private static string Queue(FaultOutcome outcome) => outcome switch
    {
        { QueuePeak: null } => "",
        { DrainedAfterSeconds: 0 } => "",
        { DrainedAfterSeconds: { } after } => $"queue drained after {Seconds(after)}, {Units.Value(outcome.QueuePeak.Value, "items")} at its longest",
        _ => $"queue not drained, {Units.Value(outcome.QueuePeak.Value, "items")} at its longest",
    };

    private static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
