using System.Runtime.InteropServices;

namespace LoadLab.K6.State;

/// <summary>
/// One thread waits, another one wakes it. Linux' semaphore is one system call on each side; .NET's events take a lock too, for which the thread that was
/// woken waits once more. Elsewhere it is .NET's monitor. A wake that comes before the wait is kept.
/// </summary>
internal sealed partial class ThreadSignal
{
    /// <summary>Of glibc's and musl's <c>sem_t</c>, on 64 bits, rounded up.</summary>
    private const int SemaphoreBytes = 64;

    private readonly IntPtr _semaphore;
    private readonly object? _managed;
    private int _wakes;

    public ThreadSignal()
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
        {
            _semaphore = Marshal.AllocHGlobal(SemaphoreBytes);
            _ = Initialise(_semaphore, shared: 0, value: 0);
        }
        else
        {
            _managed = new object();
        }
    }

    ~ThreadSignal() => Marshal.FreeHGlobal(_semaphore);

    /// <summary>Wakes the thread that waits, or the next one that does.</summary>
    public void Set()
    {
        if (_managed is { } managed)
        {
            lock (managed)
            {
                _wakes++;
                Monitor.Pulse(managed);
            }

            return;
        }

        _ = Post(_semaphore);
        GC.KeepAlive(this);
    }

    /// <summary>Waits for a wake.</summary>
    public void Wait()
    {
        if (_managed is { } managed)
        {
            lock (managed)
            {
                while (_wakes == 0)
                {
                    Monitor.Wait(managed);
                }

                _wakes--;
            }

            return;
        }

        while (Wait(_semaphore) != 0)
        {
            // A signal of the operating system's interrupted it.
        }

        GC.KeepAlive(this);
    }

    [LibraryImport("libc", EntryPoint = "sem_init")]
    private static partial int Initialise(IntPtr semaphore, int shared, uint value);

    [LibraryImport("libc", EntryPoint = "sem_post")]
    private static partial int Post(IntPtr semaphore);

    [LibraryImport("libc", EntryPoint = "sem_wait")]
    private static partial int Wait(IntPtr semaphore);
}
