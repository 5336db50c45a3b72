using System.Globalization;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Yaml;

namespace LoadLab.Monitoring.Healing;

/// <summary>What one entry of <c>healing:</c> has done, and whether it may do more. Not thread-safe.</summary>
internal sealed class HealingLimits(HealingEntry entry)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>Occurrences of alerts on which it acted: when, and when one was last told of. A week is longer than any repeat interval.</summary>
    private readonly Dictionary<string, (DateTimeOffset At, DateTimeOffset Seen)> _actedOn = new(StringComparer.Ordinal);
    private readonly List<DateTimeOffset> _began = [];
    private bool _isOpen;

    /// <summary>Actions in a row that did not help.</summary>
    public int Failures { get; private set; }

    /// <summary>Takes up what an earlier healer wrote. A dry run counts for itself only.</summary>
    public void Restore(HealingLogLine line)
    {
        switch (line.Event)
        {
            case HealingEvent.Began:
                Began(line.Occurrence ?? "", line.At);
                break;
            case HealingEvent.Recovery:
                Ended(line.Recovered == true);
                break;
            case HealingEvent.Allowed:
                Allow();
                break;
        }
    }

    /// <summary>Why nothing may be done now; null when it may.</summary>
    public string? Refuse(string occurrence, DateTimeOffset now)
    {
        if (_actedOn.TryGetValue(occurrence, out var acted))
        {
            // It still fires, however long ago that was.
            _actedOn[occurrence] = acted with { Seen = now };
            return $"This occurrence of the alert was acted on at {Time(acted.At)} already: a repeated notification repeats no action.";
        }

        // An action that never told how it ended did not help, as far as is known.
        var failures = Failures + (_isOpen ? 1 : 0);
        if (failures >= entry.StopAfter)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Stopped: the last {failures} actions did not help (limits.stopAfter {entry.StopAfter}). Somebody must look; then start with --allow {entry.Id}.");
        }

        if (_began.Count > 0 && now - _began[^1] < entry.CoolDown)
        {
            return $"The last action began at {Time(_began[^1])}, and limits.coolDown is {DurationValue.Format(entry.CoolDown)}.";
        }

        var lately = _began.Count(began => now - began < s_hour);
        return lately >= entry.PerHour
            ? string.Create(CultureInfo.InvariantCulture, $"There were {lately} actions in the last hour, and limits.perHour is {entry.PerHour}.")
            : null;
    }

    /// <summary>An action begins.</summary>
    public void Began(string occurrence, DateTimeOffset now)
    {
        Failures += _isOpen ? 1 : 0;
        _isOpen = true;
        _began.Add(now);
        _began.RemoveAll(began => now - began > s_hour && began != now && now - began > entry.CoolDown);
        foreach (var old in _actedOn.Where(pair => now - pair.Value.Seen > TimeSpan.FromDays(7)).Select(pair => pair.Key).ToList())
        {
            _actedOn.Remove(old);
        }

        _actedOn[occurrence] = (now, now);
    }

    /// <summary>It is known whether the action helped.</summary>
    public void Ended(bool helped)
    {
        _isOpen = false;
        Failures = helped ? 0 : Failures + 1;
    }

    /// <summary>Somebody looked.</summary>
    public void Allow() => (_isOpen, Failures) = (false, 0);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
