using System.Collections.Concurrent;

namespace LoadLab.K6.State;

/// <summary>
/// What a script has put off: functions that are due later, in their order, and what other threads hand to the user's own. Only <see cref="Post"/> may be
/// called from another thread.
/// </summary>
internal sealed class EventLoop
{
    private readonly PriorityQueue<(int Id, Action Run, TimeSpan? Every), (long Due, int Id)> _due = new();
    private readonly HashSet<int> _active = [];
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly HashSet<Task> _inFlight = [];
    private readonly HashSet<IDisposable> _owned = [];
    private int _pending;
    private int _last;

    public int Add(Action run, TimeSpan delay, bool again, TimeProvider time)
    {
        var id = ++_last;
        _active.Add(id);
        _due.Enqueue((id, run, again ? delay : null), (DueAt(delay, time), id));
        return id;
    }

    public void Remove(int id) => _active.Remove(id);

    /// <summary>Something has begun that will be heard of later: the loop goes on until <see cref="End"/>.</summary>
    public void Begin() => _pending++;

    /// <summary>What began has ended.</summary>
    public void End() => _pending--;

    /// <summary>Closes something with the iteration, unless it was given up before.</summary>
    public void Own(IDisposable what) => _owned.Add(what);

    /// <summary>How much work of other threads is under way, or has ended and was not looked at.</summary>
    internal int InFlight => _inFlight.Count;

    /// <summary>It was closed.</summary>
    public void Disown(IDisposable what) => _owned.Remove(what);

    /// <summary>Hands a function to the user's thread. Thread-safe.</summary>
    public void Post(UserState user, Action run)
    {
        _posted.Enqueue(run);
        user.Wake();
    }

    /// <summary>Waits for work of other threads, and calls back on the user's own.</summary>
    public void Await<T>(UserState user, Task<T> work, Action<Task<T>> done)
    {
        Begin();
        Task? waiting = null;
        waiting = work.ContinueWith(
            ended => Post(user, () =>
            {
                _inFlight.Remove(waiting!);
                End();
                done(ended);
            }),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _inFlight.Add(waiting);
    }

    /// <summary>Forgets what is to come, and waits for what is under way.</summary>
    public void Clear()
    {
        foreach (var what in _owned)
        {
            what.Dispose();
        }

        _owned.Clear();
        if (_inFlight.Count > 0)
        {
            Task.WaitAll([.. _inFlight]);
            _inFlight.Clear();
        }

        _due.Clear();
        _active.Clear();
        _posted.Clear();
        _pending = 0;
    }

    /// <summary>Waits for the next and runs it. False when there is none.</summary>
    public bool RunNext(UserState user)
    {
        var time = user.Test.Time;
        while (true)
        {
            user.ThrowIfCut();
            if (_posted.TryDequeue(out var run))
            {
                run();
                return true;
            }

            DropRemoved();
            if (!_due.TryPeek(out var next, out var key))
            {
                if (_pending == 0)
                {
                    return false;
                }

                user.WaitForWake(Timeout.InfiniteTimeSpan);
                continue;
            }

            var left = TimeSpan.FromSeconds((double)(key.Due - time.GetTimestamp()) / time.TimestampFrequency);
            if (left > TimeSpan.Zero)
            {
                user.WaitForWake(left);
                continue;
            }

            _due.Dequeue();
            if (next.Every is { } every)
            {
                _due.Enqueue(next, (DueAt(every, time), next.Id));
            }
            else
            {
                _active.Remove(next.Id);
            }

            next.Run();
            return true;
        }
    }

    private void DropRemoved()
    {
        while (_due.TryPeek(out var next, out _) && !_active.Contains(next.Id))
        {
            _due.Dequeue();
        }
    }

    private static long DueAt(TimeSpan delay, TimeProvider time) => time.GetTimestamp() + (long)(Math.Max(0.001, delay.TotalSeconds) * time.TimestampFrequency);
}
