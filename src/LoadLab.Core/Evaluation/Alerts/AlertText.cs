using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Alerts;

/// <summary>A replayed alert in words: the same in every report.</summary>
public static class AlertText
{
    /// <summary>What a replay is, and what it is not.</summary>
    public const string Note = "The production alerts of the catalogue, replayed over the measured seconds. They are no verdicts, and change no decision.";

    /// <summary>
    /// One line: <c>Connection pool alert: WARNING at 00:41, CRITICAL at 00:55 until 01:12, escalates to On-call engineer → Engineering lead (window 30s, the
    /// default)</c>.
    /// </summary>
    public static string Line(AlertOutcome alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.NotReplayed.Length > 0)
        {
            return $"{alert.Title}: not replayed: {alert.NotReplayed}";
        }

        if (alert.Firings.Count == 0)
        {
            return $"{alert.Title}: did not fire ({Window(alert)})";
        }

        var levels = alert.Firings.GroupBy(firing => firing.Level).OrderBy(level => level.Key == AlertFiring.Critical).Select(Level);
        var told = alert.Firings.Any(firing => firing.ToldSeconds.Count > 0) ? $", escalates to {string.Join(" → ", alert.Notify)}" : ", nobody is told";
        return $"{alert.Title}: {string.Join(", ", levels)}{told} ({Window(alert)})";
    }

    /// <summary>The window, and whose it is: <c>window 30s, the default</c>.</summary>
    public static string Window(AlertOutcome alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return $"window {DurationValue.Format(TimeSpan.FromSeconds(alert.WindowSeconds))}{(alert.IsDefaultWindow ? ", the default" : "")}";
    }

    /// <summary>Who is told when, or why nobody is: <c>00:41, again at 01:41 and 03:41</c>.</summary>
    public static string Told(AlertFiring firing)
    {
        ArgumentNullException.ThrowIfNull(firing);
        var told = firing.ToldSeconds.Select(second => Units.Clock(second)).ToList();
        return told.Count == 0 ? $"suppressed: {firing.Suppressed}"
            : told[0] + (told.Count > 1 ? $", again at {string.Join(", ", told.Skip(1))}" : "") + (firing.Suppressed.Length > 0 ? $" (held back by {firing.Suppressed})" : "");
    }

    private static string Level(IGrouping<string, AlertFiring> level)
    {
        var first = level.FirstOrDefault(firing => firing.ToldSeconds.Count > 0) ?? level.First();
        var more = level.Count() - 1;
        return $"{level.Key} at {Units.Clock(first.FromSecond)}{(first.UntilSecond is { } until ? $" until {Units.Clock(until)}" : "")}"
            + (first.Suppressed.Length > 0 ? first.ToldSeconds.Count > 0 ? $" (told at {Units.Clock(first.ToldSeconds[0])}, held back by {first.Suppressed})" : $" (suppressed: {first.Suppressed})" : "")
            + (more > 0 ? $" and {more} more time{(more == 1 ? "" : "s")}" : "");
    }
}
