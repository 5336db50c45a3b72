namespace LoadLab.Core.Running;

/// <summary>The one clock of a run: seconds since its load began. Engine and probes share it. Thread-safe.</summary>
public sealed class RunClock
{
    private const int MostReadings = 10;

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
        var (now, timestamp) = Both(time);
        StartedAt = startAt ?? now;
        Origin = timestamp + (long)((StartedAt - now).TotalSeconds * time.TimestampFrequency);
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

    /// <summary>Time of day and timestamp of one moment: on a busy machine a thread can wait between the two calls, so the nearest of some pairs is taken.</summary>
    private static (DateTimeOffset Now, long Timestamp) Both(TimeProvider time)
    {
        var best = (Now: default(DateTimeOffset), Timestamp: 0L, Gap: long.MaxValue);
        for (var attempt = 0; attempt < MostReadings && best.Gap > time.TimestampFrequency / 10_000; attempt++)
        {
            var before = time.GetTimestamp();
            var now = time.GetUtcNow();
            var gap = time.GetTimestamp() - before;
            best = gap < best.Gap ? (now, before + (gap / 2), gap) : best;
        }

        return (best.Now, best.Timestamp);
    }
}
