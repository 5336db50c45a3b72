using System.Runtime.InteropServices;

namespace LoadLab.Engine.Pacing;

/// <summary>
/// Waits on a thread of its own until a time stamp, to within tens of microseconds and without spinning; can be woken from any
/// thread. Linux: <c>ppoll</c> on an eventfd, with the thread's timer slack at 1 ns. Elsewhere: the runtime's event,
/// with its resolution of a millisecond.
/// </summary>
internal sealed partial class PrecisionTimer : IDisposable
{
    private const int SetTimerSlack = 29;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const short PollIn = 1;

    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim? _event;
    private readonly int _descriptor = -1;
    private long _due = long.MaxValue;

    /// <summary>A timer on <paramref name="time"/>.</summary>
    public PrecisionTimer(TimeProvider time)
    {
        _time = time;
        if (OperatingSystem.IsLinux())
        {
            _descriptor = EventFd(0, NonBlocking | CloseOnExec);
        }

        if (_descriptor < 0)
        {
            _event = new ManualResetEventSlim(false, spinCount: 0);
        }
    }

    /// <summary>Gives the calling thread fine timers. Call once on the thread that will wait.</summary>
    public static void PrepareThread()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Prctl(SetTimerSlack, 1, 0, 0, 0);
        }
    }

    /// <summary>Waits until <paramref name="dueTimestamp"/>, or until woken. Returns at once when it has passed.</summary>
    public void WaitUntil(long dueTimestamp)
    {
        Volatile.Write(ref _due, dueTimestamp);
        Interlocked.MemoryBarrier();
        var left = dueTimestamp - _time.GetTimestamp();
        if (left > 0)
        {
            var nanoseconds = left >= long.MaxValue / 4 ? 3_600_000_000_000 : (long)(left * (1e9 / _time.TimestampFrequency));
            Wait(Math.Min(nanoseconds, 3_600_000_000_000));
        }

        Volatile.Write(ref _due, long.MaxValue);
    }

    /// <summary>Ends the wait, or the next one.</summary>
    public void Wake()
    {
        if (_event is not null)
        {
            _event.Set();
            return;
        }

        ulong one = 1;
        _ = Write(_descriptor, ref one, sizeof(ulong));
    }

    /// <summary>Ends the wait if it would last longer than until <paramref name="dueTimestamp"/>.</summary>
    public void WakeBefore(long dueTimestamp)
    {
        Interlocked.MemoryBarrier();
        if (dueTimestamp < Volatile.Read(ref _due))
        {
            Wake();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _event?.Dispose();
        if (_descriptor >= 0)
        {
            _ = Close(_descriptor);
        }
    }

    private void Wait(long nanoseconds)
    {
        if (_event is not null)
        {
            _event.Wait(TimeSpan.FromMicroseconds(Math.Max(1, nanoseconds / 1000)));
            _event.Reset();
            return;
        }

        var poll = new PollDescriptor { Descriptor = _descriptor, Events = PollIn };
        var timeout = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        if (PPoll(ref poll, 1, ref timeout, 0) > 0)
        {
            _ = Read(_descriptor, out _, sizeof(ulong));
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int EventFd(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int PPoll(ref PollDescriptor descriptors, nuint count, ref TimeSpec timeout, nint signals);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, out ulong value, nint size);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, ref ulong value, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);
}
