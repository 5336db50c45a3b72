namespace LoadLab.Engine.Connections;

/// <summary>What <see cref="RequestDeadlines"/> ends when a request on it takes too long.</summary>
internal abstract class RequestDeadline
{
    private const long NotWaiting = long.MaxValue;
    private const long Expired = long.MinValue;

    private long _due = NotWaiting;

    /// <summary>Who looks after it; null before its first request.</summary>
    public RequestDeadlines? Watcher { get; set; }

    /// <summary>A request begins, and may last until this time stamp.</summary>
    public void Begin(long due) => Volatile.Write(ref _due, due);

    /// <summary>The request has ended. True when its deadline came first: this one is then about to be ended, and must not be used again.</summary>
    public bool End() => Interlocked.Exchange(ref _due, NotWaiting) == Expired;

    /// <summary>Ends it when it is overdue. Who claims the deadline decides how the request ends: never the one after it.</summary>
    public void Check(long now)
    {
        var due = Volatile.Read(ref _due);
        if (due < now && due != Expired && Interlocked.CompareExchange(ref _due, Expired, due) == due)
        {
            Expire();
        }
    }

    /// <summary>Ends what waits for it. Called by the thread that looks after it.</summary>
    protected abstract void Expire();
}
