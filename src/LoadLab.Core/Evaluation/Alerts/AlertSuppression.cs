using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Alerts;

/// <summary>
/// Decides who is told of what fired, and when. In this order: a known issue with a ticket silences an alert until its day has passed; in a maintenance
/// window (the suite's, and its faults until the target has recovered, unless a healer is awaited, which acts on alerts) it waits for the end of it; a warning is
/// not told while the same alert is critical; of related alerts only the first is told (<c>by: group</c>); and repeats back off, 1, 2, 4 … minutes
/// (<c>by: exponential-backoff</c>; <c>repeat-interval</c> stays at one). Nothing is dropped: what is held back is kept with the reason.
/// </summary>
/// <remarks>
/// Related are alerts on one service, and on two of which one needs the other (<c>dependsOn</c>). One is grouped with another only while that one fires at the
/// same level or a higher one, and only when everybody who would be told has been told.
/// </remarks>
internal sealed class AlertSuppression(SloCatalogue catalogue, RunRecord record, IReadOnlyList<FaultOutcome> faults, WindowTimeline timeline)
{
    /// <summary>Time to the first repeat.</summary>
    public const int FirstRepeatSeconds = 60;

    private readonly Dictionary<string, AlertEntry> _entries = catalogue.Document.OfType<AlertEntry>().ToDictionary(alert => alert.Id, StringComparer.Ordinal);
    private readonly HashSet<string> _mechanisms = [.. catalogue.Document.OfType<SuppressionEntry>().Select(entry => entry.By)];
    private readonly List<(int From, int To, string Reason)> _maintenance =
    [
        .. record.Plan.Maintenance.Select(window => ((int)window.From.TotalSeconds, (int)Math.Ceiling(window.To.TotalSeconds), window.Reason)),
        .. faults.Where(fault => fault is { StartSecond: not null, UntilSecond: not null, HealWithinSeconds: null })
            .Select(fault => ((int)fault.StartSecond!.Value, fault.UntilSecond!.Value, $"{fault.Role} was {(fault.Kind == FaultKind.Stop ? "stopped" : "paused")} on purpose")),
    ];

    private readonly List<(AlertOutcome Alert, AlertFiring Firing)> _told = [];
    private readonly Dictionary<(string, string), (int Next, int Gap)> _repeats = [];

    public IReadOnlyList<AlertOutcome> Apply(IReadOnlyList<AlertOutcome> outcomes)
    {
        var decided = new Dictionary<(string, AlertFiring), AlertFiring>();
        foreach (var (alert, firing) in outcomes.SelectMany(alert => alert.Firings, (alert, firing) => (alert, firing))
            .OrderBy(pair => pair.firing.FromSecond).ThenBy(pair => pair.firing.Level == AlertFiring.Warning))
        {
            var judged = Decide(alert, firing);
            decided[(alert.Id, firing)] = judged;
            if (judged.ToldSeconds.Count > 0)
            {
                _told.Add((alert, judged));
            }
        }

        return [.. outcomes.Select(alert => alert with { Firings = [.. alert.Firings.Select(firing => decided[(alert.Id, firing)])] })];
    }

    private AlertFiring Decide(AlertOutcome alert, AlertFiring firing)
    {
        var today = DateOnly.FromDateTime(record.StartedAt.UtcDateTime);
        if (catalogue.KnownIssues.FirstOrDefault(issue => issue.Alert == alert.Id && issue.Until >= today) is { } issue)
        {
            return firing with { Suppressed = $"known issue {issue.Ticket}, until {issue.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" };
        }

        var end = firing.UntilSecond ?? timeline.Last + 1;
        var (start, maintenance) = After(firing.FromSecond);
        if (start >= end)
        {
            return firing with { Suppressed = maintenance };
        }

        if (firing.Level == AlertFiring.Warning)
        {
            var critical = alert.Firings.Where(other => other.Level == AlertFiring.Critical).ToList();
            if (critical.Exists(other => other.FromSecond <= start && (other.UntilSecond ?? int.MaxValue) > start))
            {
                return firing with { Suppressed = "its critical level fires" };
            }

            end = critical.Where(other => other.FromSecond > start).Select(other => other.FromSecond).Append(end).Min();
        }

        if (GroupedWith(alert, firing, start) is { } group)
        {
            return firing with { Suppressed = group };
        }

        var told = Tell(alert, firing, start, end);
        return firing with
        {
            ToldSeconds = told,
            Suppressed = told.Count == 0 ? $"told of it already: the next repeat is due at {Units.Clock(_repeats[(alert.Id, firing.Level)].Next)}"
                : start > firing.FromSecond ? maintenance : "",
        };
    }

    /// <summary>The first second from one on that is in no maintenance window, and the windows that held it up.</summary>
    private (int Second, string Reason) After(int second)
    {
        var reason = "";
        while (_maintenance.Find(window => second >= window.From && second < window.To) is { To: > 0 } window)
        {
            reason = $"maintenance {Units.Clock(window.From)}–{Units.Clock(window.To)}: {window.Reason}";
            second = window.To;
        }

        return (second, reason);
    }

    private string? GroupedWith(AlertOutcome alert, AlertFiring firing, int start)
    {
        if (!_mechanisms.Contains("group"))
        {
            return null;
        }

        foreach (var (other, told) in _told.Where(pair => pair.Alert.Id != alert.Id))
        {
            var covers = told.FromSecond <= start && (told.UntilSecond ?? int.MaxValue) > start && told.ToldSeconds[0] <= start
                && (told.Level == AlertFiring.Critical || firing.Level == AlertFiring.Warning) && alert.Notify.All(other.Notify.Contains);
            if (covers && Relation(alert.Id, other.Id) is { } relation)
            {
                return $"grouped with {other.Title}, told at {Units.Clock(told.ToldSeconds[0])}: {relation}";
            }
        }

        return null;
    }

    /// <summary>How two alerts are related; null when they are not. Rows on a measure of the stack belong to no service.</summary>
    private string? Relation(string one, string other)
    {
        if (Service(one) is not { } first || Service(other) is not { } second)
        {
            return null;
        }

        return first == second ? $"both are on {catalogue.Services[first].Title}"
            : Needs(first, second, []) ? $"{catalogue.Services[first].Title} needs {catalogue.Services[second].Title}"
            : Needs(second, first, []) ? $"{catalogue.Services[second].Title} needs {catalogue.Services[first].Title}"
            : null;
    }

    private string? Service(string alert) => AlertReplay.Watched(_entries[alert], catalogue)?.ServiceName;

    private bool Needs(string service, string needed, HashSet<string> seen) =>
        seen.Add(service) && catalogue.Services[service].DependsOn.Any(next => next == needed || Needs(next, needed, seen));

    private List<int> Tell(AlertOutcome alert, AlertFiring firing, int start, int end)
    {
        var (doubles, repeats) = (_mechanisms.Contains("exponential-backoff"), _mechanisms.Contains("exponential-backoff") || _mechanisms.Contains("repeat-interval"));
        if (!repeats)
        {
            return [start];
        }

        var key = (alert.Id, firing.Level);
        var (next, gap) = _repeats.GetValueOrDefault(key, (start, FirstRepeatSeconds));
        if (start >= next + gap)
        {
            // Quiet for as long as the gap: it starts anew.
            gap = FirstRepeatSeconds;
        }

        var told = new List<int>();
        for (var at = After(Math.Max(start, next)).Second; at < end; at = After(next).Second)
        {
            told.Add(at);
            next = at + gap;
            gap *= doubles ? 2 : 1;
        }

        _repeats[key] = (next, gap);
        return told;
    }
}
