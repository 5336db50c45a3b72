using LoadLab.Core.Runs;

namespace LoadLab.Engine.SelfHealth;

/// <summary>
/// A step's mark, which flows with its code from thread to thread. When a thread takes the mark up and lays it down is told by .NET: what lies
/// between is time in which the step kept the thread, however its code is cut up by awaits. Thread-safe.
/// </summary>
internal sealed class BlockMark(string scenario, string step, TimeProvider time)
{
    /// <summary>A stay on a thread that is shorter is ordinary work.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(10);

    private static readonly AsyncLocal<BlockMark?> Flowing = new(OnChanged);

    [ThreadStatic]
    private static long t_since;

    private readonly Lock _lock = new();
    private int _inside;
    private int _mostInside;
    private long _calls;
    private long _ticks;
    private long _longest;

    /// <summary>The mark of the code that runs on this thread; null for none.</summary>
    public static BlockMark? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>What was seen; null when no stay was long.</summary>
    public BlockedStep? Result()
    {
        lock (_lock)
        {
            return _calls == 0 ? null : new BlockedStep(scenario, step, _calls, _mostInside, Milliseconds(_ticks) / _calls, Milliseconds(_longest));
        }
    }

    private static void OnChanged(AsyncLocalValueChangedArgs<BlockMark?> change)
    {
        change.PreviousValue?.Leave(t_since);
        t_since = change.CurrentValue?.Enter() ?? 0;
    }

    private long Enter()
    {
        lock (_lock)
        {
            _mostInside = Math.Max(_mostInside, ++_inside);
        }

        return time.GetTimestamp();
    }

    private void Leave(long since)
    {
        var ticks = time.GetTimestamp() - since;
        lock (_lock)
        {
            _inside--;
            if (ticks >= Long.TotalSeconds * time.TimestampFrequency)
            {
                _calls++;
                _ticks += ticks;
                _longest = Math.Max(_longest, ticks);
            }
        }
    }

    private double Milliseconds(long ticks) => ticks * 1000.0 / time.TimestampFrequency;
}
