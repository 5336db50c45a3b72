using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Monitoring.Healing;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Monitoring.Healing;

/// <summary>A healer whose clock, actions, recovery and Alertmanager are the test's.</summary>
internal sealed class HealerHarness : IHealingAction, IRecovery, IAlertStates, IDisposable
{
    private readonly HealingLog _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _working;

    public HealerHarness(string log, bool acts = true, SloCatalogue? catalogue = null)
    {
        Path = log;
        _log = new HealingLog(Path);
        Healer = new Healer(new HealerSettings(catalogue ?? HealingText.Read(), acts, null, null), _log, Time, Told, new HttpClient(), this, this, this);
        _working = Healer.WorkAsync(_stop.Token);
    }

    public string Path { get; }

    public WaitingTime Time { get; } = new(new DateTimeOffset(2026, 10, 1, 10, 0, 0, TimeSpan.Zero));

    public Healer Healer { get; }

    public List<HealingLogLine> Lines { get; } = [];

    public List<string> Done { get; } = [];

    public int AtOnce { get; private set; }

    public string? Held { get; set; }

    /// <summary>How it is before an action.</summary>
    public HealthState Before { get; set; } = new(false, "It is broken.");

    /// <summary>How it is after one.</summary>
    public HealthState After { get; set; } = new(true, "It is well.");

    /// <summary>After an action it is well in every second look.</summary>
    public bool FlickersAfter { get; set; }

    /// <summary>Runs during an action.</summary>
    public Func<Task> During { get; set; } = () => Task.CompletedTask;

    public static IncomingAlert Alert(string fingerprint = "a1", string name = "SloBudgetBurn", string slo = "redis-ok", string catalogue = "shop", string alert = "", string severity = "page", bool isFiring = true, int minute = 0) => new(
        isFiring,
        new Dictionary<string, string> { ["alertname"] = name, ["catalogue"] = catalogue, ["slo"] = slo, ["alert"] = alert, ["severity"] = severity },
        fingerprint,
        new DateTimeOffset(2026, 10, 1, 9, minute, 0, TimeSpan.Zero));

    /// <summary>Receives alerts and lets time pass until all is done.</summary>
    /// <returns>The lines of the log that it gave.</returns>
    public async Task<IReadOnlyList<HealingLogLine>> HealAsync(params IncomingAlert[] alerts)
    {
        var from = Lines.Count;
        Healer.Receive(alerts);
        await UntilIdleAsync();
        lock (Lines)
            return [.. Lines.Skip(from)];
    }

    /// <summary>Lets a second pass whenever the healer waits for one.</summary>
    public async Task UntilIdleAsync()
    {
        while (!Healer.IsIdle)
        {
            await Eventually(() => Healer.IsIdle || Time.Timers > _passed);
            if (Time.Timers > _passed)
            {
                _passed++;
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    public static async Task Eventually(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
            await Task.Delay(1, patience.Token);
    }

    public TimeSpan Lag(HealingEntry entry) => TimeSpan.Zero;

    public Task<HealthState> LookAsync(HealingEntry entry, CancellationToken cancellationToken) =>
        Task.FromResult(!_acted ? Before : FlickersAfter && _looks++ % 2 == 0 ? Before : After);

    public async Task<ActionResult> RunAsync(HealingEntry entry)
    {
        AtOnce++;
        AtOnce.Should().Be(1, "there is one action at a time");
        Done.Add(entry.Id);
        await During();
        _acted = true;
        AtOnce--;
        return new ActionResult(true, 0, "done");
    }

    /// <summary>Something breaks again.</summary>
    public void Break() => _acted = false;

    public Task<string?> RefuseAsync(IncomingAlert alert, CancellationToken cancellationToken) => Task.FromResult(Held);

    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            _working.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // It was asked to end.
        }

        Healer.Dispose();
        _log.Dispose();
        _stop.Dispose();
    }

    private bool _acted;
    private int _looks;

    /// <summary>Waits that were given their second; the healer has one at a time.</summary>
    private int _passed;

    private void Told(HealingLogLine line)
    {
        lock (Lines)
            Lines.Add(line);
    }

    /// <summary>A clock that counts who waits.</summary>
    internal sealed class WaitingTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }
}
