using System.Globalization;
using System.Threading.Channels;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Monitoring.Healing;

/// <summary>Decides what is done about alerts, and does it: one action at a time, each decision in the log before anything follows from it. Thread-safe.</summary>
public sealed class Healer : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HealerSettings _settings;
    private readonly HealingLog _log;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly IHealingAction _action;
    private readonly IRecovery _recovery;
    private readonly IAlertStates? _states;
    private readonly Action<HealingLogLine> _onLine;
    private readonly Dictionary<string, HealingLimits> _limits;

    /// <summary>Entries of which an action waits or runs.</summary>
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);
    private readonly Channel<(HealingEntry Entry, IncomingAlert Alert)> _queue;

    /// <summary>A healer over the network.</summary>
    /// <param name="settings">What it works with.</param>
    /// <param name="log">Where all is written down.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onLine">Is told each line of the log.</param>
    public Healer(HealerSettings settings, HealingLog log, TimeProvider time, Action<HealingLogLine> onLine)
        : this(settings, log, time, onLine, Client(), null, null, null)
    {
    }

    internal Healer(HealerSettings settings, HealingLog log, TimeProvider time, Action<HealingLogLine> onLine, HttpClient http, IHealingAction? action, IRecovery? recovery, IAlertStates? states)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(log);
        (_settings, _log, _time, _onLine, _http) = (settings, log, time, onLine, http);
        _action = action ?? new HealingActions(time, http);
        _recovery = recovery ?? new Recovery(settings.Catalogue, settings.Prometheus, http, time);
        _states = states ?? (settings.Alertmanager is { } address ? new AlertmanagerStates(address, http, time) : null);
        var entries = settings.Catalogue.Document.OfType<HealingEntry>().ToList();
        _limits = entries.ToDictionary(entry => entry.Id, entry => new HealingLimits(entry), StringComparer.Ordinal);
        // Each entry waits once at most, so it is never full.
        _queue = Channel.CreateBounded<(HealingEntry, IncomingAlert)>(new BoundedChannelOptions(Math.Max(1, entries.Count)) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        foreach (var line in log.Earlier.Where(line => line.Healing is not null && _limits.ContainsKey(line.Healing)))
        {
            _limits[line.Healing!].Restore(line);
        }
    }

    /// <summary>True when no action waits or runs.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count == 0;
            }
        }
    }

    /// <summary>Somebody looked at an entry that had stopped.</summary>
    public void Allow(string id)
    {
        lock (_lock)
        {
            Tell(new HealingLogLine { At = _time.GetUtcNow(), Event = HealingEvent.Allowed, Healing = id, Reason = "Allowed by --allow." });
            _limits[id].Allow();
        }
    }

    /// <summary>Writes that it began or ended.</summary>
    public void Tell(HealingEvent what, string reason) => Tell(new HealingLogLine { At = _time.GetUtcNow(), Event = what, Reason = reason });

    /// <summary>Decides about the alerts of a notification. Those that are alike, and about which nothing is done, share a line of the log.</summary>
    /// <returns>How many were queued.</returns>
    public int Receive(IReadOnlyList<IncomingAlert> alerts)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        var (nothing, queued) = (new Dictionary<(string? Healing, string Reason), (IncomingAlert First, int Count)>(), 0);
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            foreach (var alert in alerts)
            {
                var (entries, reason) = HealingMatch.Of(_settings.Catalogue, alert);
                if (entries.Count == 0)
                {
                    Add(null, reason, alert);
                }

                foreach (var entry in entries)
                {
                    var refused = _pending.Contains(entry.Id) ? "An action of this entry waits or runs already." : InMaintenance(now) ?? _limits[entry.Id].Refuse(alert.Key, now);
                    if (refused is not null)
                    {
                        Add(entry.Id, refused, alert);
                        continue;
                    }

                    Tell(Line(HealingEvent.Queued, entry, alert, $"It starts '{entry.Id}': {entry.Says}."));
                    _pending.Add(entry.Id);
                    _queue.Writer.TryWrite((entry, alert));
                    queued++;
                }
            }

            foreach (var ((healing, reason), (first, count)) in nothing)
            {
                Tell(Line(HealingEvent.None, null, first, reason) with { Healing = healing, Count = count == 1 ? null : count });
            }
        }

        return queued;

        void Add(string? healing, string reason, IncomingAlert alert)
        {
            var (first, count) = nothing.GetValueOrDefault((healing, reason), (alert, 0));
            nothing[(healing, reason)] = (first, count + 1);
        }
    }

    /// <summary>Does what is queued, until it is stopped. An action that has begun is ended by its own time only.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var (entry, alert) in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await HealAsync(entry, alert, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _pending.Remove(entry.Id);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task HealAsync(HealingEntry entry, IncomingAlert alert, CancellationToken cancellationToken)
    {
        if (_states is not null && await _states.RefuseAsync(alert, cancellationToken).ConfigureAwait(false) is { } held)
        {
            Tell(Line(HealingEvent.None, entry, alert, held));
            return;
        }

        var before = await _recovery.LookAsync(entry, cancellationToken).ConfigureAwait(false);
        if (before.IsKept == true)
        {
            Tell(Line(HealingEvent.None, entry, alert, $"{entry.Recovers} is well now, so there is nothing that this could heal: {before.Says}"));
            return;
        }

        var found = before.IsKept is null ? $"Of {entry.Recovers} nothing is known: {before.Says}" : $"{entry.Recovers} is broken: {before.Says}";
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if ((InMaintenance(now) ?? _limits[entry.Id].Refuse(alert.Key, now)) is { } refused)
            {
                Tell(Line(HealingEvent.None, entry, alert, refused));
                return;
            }

            Tell(Line(_settings.Acts ? HealingEvent.Began : HealingEvent.WouldAct, entry, alert, _settings.Acts ? found : $"Dry run: {entry.Action} is not done. {found}"));
            _limits[entry.Id].Began(alert.Key, now);
            if (!_settings.Acts)
            {
                _limits[entry.Id].Ended(helped: true);
                return;
            }
        }

        await ActAsync(entry, alert, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Routes that are exported mute alerts in maintenance; other routes may not, and not every Alertmanager says of an alert that it is muted.</summary>
    private string? InMaintenance(DateTimeOffset now) => _settings.Catalogue.Maintenance.FirstOrDefault(window => window.From <= now && now < window.To) is { } announced
        ? $"It is announced maintenance until {MomentText.Format(announced.To)}: {PlainText.Inline(announced.Reason, 100)}."
        : null;

    private async Task ActAsync(HealingEntry entry, IncomingAlert alert, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var result = await _action.RunAsync(entry).ConfigureAwait(false);
        Tell(Line(HealingEvent.Ended, entry, alert, result.Succeeded ? $"It ended well. {result.Says}".TrimEnd() : $"It failed. {result.Says}".TrimEnd()) with
        {
            Code = result.Code,
            Seconds = Rounded(_time.GetElapsedTime(start)),
        });
        var (recovered, after, says) = await WatchAsync(entry, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            Tell(Line(HealingEvent.Recovery, entry, alert, says) with { Recovered = recovered, Seconds = recovered == true ? Rounded(after) : null });
            _limits[entry.Id].Ended(recovered == true);
        }
    }

    /// <summary>Looks each second. Well is what was well twice, a second apart: one look may fall between two faults.</summary>
    private async Task<(bool? Recovered, TimeSpan After, string Says)> WatchAsync(HealingEntry entry, CancellationToken cancellationToken)
    {
        var (start, lag) = (_time.GetTimestamp(), _recovery.Lag(entry));
        TimeSpan? wellSince = null;
        var state = new HealthState(null, "Nobody looked.");
        try
        {
            while (true)
            {
                var elapsed = _time.GetElapsedTime(start);
                if (elapsed >= lag)
                {
                    state = await _recovery.LookAsync(entry, cancellationToken).ConfigureAwait(false);
                    if (state.IsKept == true && wellSince is { } since && since <= entry.Within)
                    {
                        return (true, since, $"{entry.Recovers} recovered {DurationValue.Format(Whole(since))} after the action: {state.Says}");
                    }

                    wellSince = state.IsKept == true ? wellSince ?? elapsed : null;
                }

                if (elapsed > entry.Within + s_look)
                {
                    return (state.IsKept is null ? null : false, elapsed, $"{entry.Recovers} did not recover within {DurationValue.Format(entry.Within)}: {state.Says} The action did not help.");
                }

                await Task.Delay(s_look, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return (null, TimeSpan.Zero, $"The healer was ended before it was known whether {entry.Recovers} recovers. It counts as an action that did not help.");
        }
    }

    private HealingLogLine Line(HealingEvent what, HealingEntry? entry, IncomingAlert alert, string reason) => new()
    {
        At = _time.GetUtcNow(),
        Event = what,
        Healing = entry?.Id,
        Alert = alert.Labels,
        Occurrence = alert.Key,
        Reason = reason,
    };

    private void Tell(HealingLogLine line)
    {
        _log.Add(line);
        _onLine(line);
    }

    private static double Rounded(TimeSpan length) => double.Parse(length.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static TimeSpan Whole(TimeSpan length) => TimeSpan.FromMilliseconds(Math.Round(length.TotalMilliseconds));

    /// <summary>Follows no redirect: what answers there is not what the catalogue names.</summary>
    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) }) { Timeout = Timeout.InfiniteTimeSpan };
}
