namespace LoadLab.Engine.SelfHealth;

/// <summary>
/// Says whether it is time to look for code that keeps its thread: answers wait for a free thread of the pool, and the machine is not the
/// reason. Only then do users carry a mark with them, which costs something at each await. Thread-safe.
/// </summary>
internal sealed class BlockingWatch(TimeProvider time)
{
    /// <summary>An answer that waits this long for a thread is held up by something.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to look after the last of them.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(5);

    private long _until;
    private volatile bool _isOn;

    /// <summary>True while it is looked for.</summary>
    public bool IsOn => _isOn;

    /// <summary>What the canary has seen at a tick. One thread only.</summary>
    /// <param name="now">Time stamp.</param>
    /// <param name="timerLateTicks">How late its own timer was.</param>
    /// <param name="socketLateTicks">For how long a byte has waited for a thread.</param>
    public void Saw(long now, long timerLateTicks, long socketLateTicks)
    {
        if (socketLateTicks - timerLateTicks > Ticks(Late))
        {
            _until = now + Ticks(Lasts);
            _isOn = true;
        }
        else if (_isOn && now > _until)
        {
            _isOn = false;
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
