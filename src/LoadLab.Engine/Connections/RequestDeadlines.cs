using System.Collections.Concurrent;

namespace LoadLab.Engine.Connections;

/// <summary>
/// Request timeouts without a timer for each request: a request borrows a token and leaves its deadline with it; one timer looks over all
/// of them now and then, so a timeout comes late by at most a twentieth of itself. Thread-safe.
/// </summary>
internal sealed class RequestDeadlines : IDisposable
{
    private const long NotBorrowed = long.MaxValue;
    private const long Expired = long.MinValue;

    private readonly TimeProvider _time;
    private readonly long _timeoutTicks;
    private readonly CancellationToken _cutOff;
    private readonly ITimer _sweeper;
    private readonly CancellationTokenRegistration _onCutOff;
    private readonly ConcurrentStack<Deadline> _free = new();
    private readonly List<Deadline> _all = [];

    public RequestDeadlines(TimeProvider time, TimeSpan timeout, CancellationToken cutOff)
    {
        _time = time;
        _timeoutTicks = (long)(timeout.TotalSeconds * time.TimestampFrequency);
        _cutOff = cutOff;
        var period = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 20, 5, 500));
        _sweeper = time.CreateTimer(_ => Sweep(), null, period, period);
        _onCutOff = cutOff.Register(Sweep);
    }

    /// <summary>The phase's cut-off, which ends borrowed tokens too.</summary>
    public CancellationToken CutOff => _cutOff;

    /// <summary>Borrows a token that ends after the timeout.</summary>
    public Deadline Borrow()
    {
        if (!_free.TryPop(out var deadline))
        {
            deadline = new Deadline();
            lock (_all)
            {
                _all.Add(deadline);
            }
        }

        Volatile.Write(ref deadline.Due, _time.GetTimestamp() + _timeoutTicks);
        return deadline;
    }

    /// <summary>Gives a token back; one that has ended is not used again.</summary>
    public void Return(Deadline deadline)
    {
        // One that the sweeper has claimed is its own to cancel: it must never end somebody else's request.
        if (Interlocked.Exchange(ref deadline.Due, NotBorrowed) != Expired && deadline.Source.TryReset())
        {
            _free.Push(deadline);
        }
        else
        {
            lock (_all)
            {
                _all.Remove(deadline);
            }
        }
    }

    public void Dispose()
    {
        _onCutOff.Dispose();
        _sweeper.Dispose();
    }

    private void Sweep()
    {
        var now = _cutOff.IsCancellationRequested ? NotBorrowed - 1 : _time.GetTimestamp();
        Deadline[] all;
        lock (_all)
        {
            all = [.. _all];
        }

        foreach (var deadline in all)
        {
            var due = Volatile.Read(ref deadline.Due);
            if (due < now && due != Expired && Interlocked.CompareExchange(ref deadline.Due, Expired, due) == due)
            {
                deadline.Source.Cancel();
            }
        }
    }

    /// <summary>A token and when it ends.</summary>
    internal sealed class Deadline
    {
        public long Due = NotBorrowed;

        public CancellationTokenSource Source { get; } = new();
    }
}
