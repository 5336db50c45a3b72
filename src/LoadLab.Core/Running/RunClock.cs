namespace LoadLab.Core.Running;

/// <summary>The one clock of a run: seconds since its load began. Engine and probes share it. Thread-safe.</summary>
public sealed class RunClock
{
    /// <summary>A clock that begins now.</summary>
    public RunClock(TimeProvider time)
        : this(time, startAt: null)
    {
    }

    /// <summary>A clock whose second 0 is at a wall-clock time; null for now. Before it, seconds are negative.</summary>
    public RunClock(TimeProvider time, DateTimeOffset? startAt)
    {
        ArgumentNullException.ThrowIfNull(time);
        Time = time;
        var now = time.GetUtcNow();
        StartedAt = startAt ?? now;
        Origin = time.GetTimestamp() + (long)((StartedAt - now).TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Time { get; }

    /// <summary>Timestamp of second 0.</summary>
    public long Origin { get; }

    /// <summary>Wall-clock time of second 0.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Seconds since the origin.</summary>
    public double Seconds => Time.GetElapsedTime(Origin).TotalSeconds;

    /// <summary>Seconds from the origin to <paramref name="timestamp"/>.</summary>
    public double SecondsAt(long timestamp) => Time.GetElapsedTime(Origin, timestamp).TotalSeconds;
}
