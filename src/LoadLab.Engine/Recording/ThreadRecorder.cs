using System.Runtime.CompilerServices;

namespace LoadLab.Engine.Recording;

/// <summary>
/// The recorder of one phase for one thread, or for some that share it. A thread writes into the active interval, the collector swaps it for the empty one once
/// a second. No lock: a thread announces that it writes, the collector waits for writes begun before the swap.
/// </summary>
/// <param name="scenarios">How many scenarios the phase has.</param>
/// <param name="isShared">True when more than one thread writes: they wait for each other.</param>
internal sealed class ThreadRecorder(int scenarios, bool isShared = false)
{
    private RecordingInterval _active = new(scenarios);
    private RecordingInterval _idle = new(scenarios);
    private int _writing;

    /// <summary>The active interval, for one write on a thread of this recorder. End it with <see cref="EndWrite"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RecordingInterval BeginWrite()
    {
        // The full fence keeps the read of _active after the announcement.
        if (Interlocked.Exchange(ref _writing, 1) != 0 && isShared)
        {
            WaitForTheOther();
        }

        return Volatile.Read(ref _active);
    }

    /// <summary>Ends a write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndWrite() => Volatile.Write(ref _writing, 0);

    /// <summary>A write takes much less than a microsecond, so that a thread that waits longer waits for one that lost its processor.</summary>
    private void WaitForTheOther()
    {
        var wait = new SpinWait();
        do
        {
            wait.SpinOnce();
        }
        while (Interlocked.Exchange(ref _writing, 1) != 0);
    }

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
