using LoadLab.Engine.Pacing;

namespace LoadLab.Engine.SelfTest;

/// <summary>
/// A target without a network: it answers at a time stamp of one's choice, to within the precision of the kernel's timers, and can be
/// frozen. Its clock is the system's and not the engine's: a wrong clock in the engine must show.
/// </summary>
internal sealed class SelfTestStub : IDisposable
{
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly PrecisionTimer _timer;
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private volatile bool _stop;
    private long _served = -1;
    private long _longestGap;
    private long _frozenFrom = long.MaxValue;
    private long _frozenUntil = long.MaxValue;

    public SelfTestStub()
    {
        _timer = new PrecisionTimer(_time);
        _thread = new Thread(Run) { IsBackground = true, Name = "loadlab selftest stub", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>Longest time between two turns of the stub's thread, which wants one each millisecond.</summary>
    public TimeSpan LongestGap => _time.GetElapsedTime(0, Volatile.Read(ref _longestGap));

    /// <summary>A number for each request, from 0.</summary>
    public long Next() => Interlocked.Increment(ref _served);

    /// <summary>Freezes the target: what arrives within is answered at the end, plus its own delay.</summary>
    public void Freeze(TimeSpan from, TimeSpan length)
    {
        var now = _time.GetTimestamp();
        Volatile.Write(ref _frozenUntil, now + Ticks(from + length));
        Volatile.Write(ref _frozenFrom, now + Ticks(from));
    }

    /// <summary>Answers after <paramref name="delay"/>; at once when it is zero and the target is not frozen.</summary>
    public Task AnswerAsync(TimeSpan delay)
    {
        var now = _time.GetTimestamp();
        var starts = now >= Volatile.Read(ref _frozenFrom) && now < Volatile.Read(ref _frozenUntil) ? Volatile.Read(ref _frozenUntil) : now;
        var due = starts + Ticks(delay);
        if (due <= now)
        {
            return Task.CompletedTask;
        }

        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(answer, due);
        }

        _timer.WakeBefore(due);
        return answer.Task;
    }

    public void Dispose()
    {
        _stop = true;
        _timer.Wake();
        _thread.Join();
        _timer.Dispose();
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private void Run()
    {
        PrecisionTimer.PrepareThread();
        var turn = _time.GetTimestamp();
        while (!_stop)
        {
            var now = _time.GetTimestamp();
            Volatile.Write(ref _longestGap, Math.Max(_longestGap, now - turn));
            turn = now;
            long next;
            lock (_lock)
            {
                while (_waiting.TryPeek(out var answer, out var due) && due <= _time.GetTimestamp())
                {
                    _waiting.Dequeue();
                    answer.SetResult();
                }

                next = _waiting.TryPeek(out _, out var first) ? first : long.MaxValue;
            }

            // A wake-up between here and the wait is not lost: the event stays signalled.
            _timer.WaitUntil(Math.Min(next, _time.GetTimestamp() + Ticks(TimeSpan.FromMilliseconds(1))));
        }
    }
}
