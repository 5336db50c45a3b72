namespace LoadLab.Core.Runs;

/// <summary>The one clock of a run: seconds since its load began. Engine and probes share it. Thread-safe.</summary>
public sealed class RunClock(TimeProvider time)
{
    /// <summary>Where the time comes from.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Timestamp of second 0.</summary>
    public long Origin { get; } = time.GetTimestamp();

    /// <summary>Wall-clock time of second 0.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>Seconds since the origin.</summary>
    public double Seconds => Time.GetElapsedTime(Origin).TotalSeconds;

    /// <summary>Seconds from the origin to <paramref name="timestamp"/>.</summary>
    public double SecondsAt(long timestamp) => Time.GetElapsedTime(Origin, timestamp).TotalSeconds;
}
