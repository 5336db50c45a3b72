using System.Runtime.CompilerServices;

namespace LoadLab.Engine.Recording;

/// <summary>
/// One thread's recorder of one phase. The thread writes into the active interval, the collector swaps it for the empty one once
/// a second. No lock: the thread announces that it writes, the collector waits for writes begun before the swap.
/// </summary>
internal sealed class ThreadRecorder(int scenarios)
{
    private RecordingInterval _active = new(scenarios);
    private RecordingInterval _idle = new(scenarios);
    private int _writing;

    /// <summary>The active interval, for one write on this recorder's own thread. End it with <see cref="EndWrite"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RecordingInterval BeginWrite()
    {
        // The full fence keeps the read of _active after the announcement.
        Interlocked.Exchange(ref _writing, 1);
        return Volatile.Read(ref _active);
    }

    /// <summary>Ends a write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndWrite() => Volatile.Write(ref _writing, 0);

    /// <summary>Takes what was recorded since the last call. The collector's thread only; valid until its next call.</summary>
    public RecordingInterval Swap()
    {
        _idle.Reset();
        var full = Interlocked.Exchange(ref _active, _idle);
        _idle = full;
        var wait = new SpinWait();
        while (Volatile.Read(ref _writing) != 0)
        {
            wait.SpinOnce();
        }

        return full;
    }
}
