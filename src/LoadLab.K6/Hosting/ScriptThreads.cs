using LoadLab.K6.State;

namespace LoadLab.K6.Hosting;

/// <summary>
/// Threads for virtual users while they run an iteration. k6's calls are synchronous: an interpreter cannot be left in the middle of <c>http.get()</c>, so
/// it must keep a thread until the answer is there. These threads are not the thread pool's, which a thousand waiting users would starve. A thread is
/// taken by whichever user has an iteration to run: there are as many as iterations at once, not as users.
/// </summary>
internal sealed class ScriptThreads : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<Worker> _idle = [];
    private readonly List<Worker> _all = [];
    private bool _disposed;

    [ThreadStatic]
    private static ScriptThreads? s_telling;

    /// <summary>
    /// Runs work on a thread of its own. What awaits it goes on on that thread, and work that it begins there runs at once: an iteration that is due when
    /// the last one ends needs no other thread to be woken.
    /// </summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        if (s_telling == this)
        {
            return RunHere(work);
        }

        var done = new TaskCompletionSource<T>();
        Take().Begin(() =>
        {
            try
            {
                var result = work();
                return () => done.TrySetResult(result);
            }
            catch (Exception fault)
            {
                return () => done.TrySetException(fault);
            }
        });
        return done.Task;
    }

    /// <summary>Makes threads before they are needed.</summary>
    public void Prepare(int count)
    {
        lock (_lock)
        {
            while (_all.Count < count)
            {
                var worker = new Worker(this);
                _all.Add(worker);
                _idle.Push(worker);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _all.ForEach(worker => worker.End());
        }
    }

    private static Task<T> RunHere<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception fault)
        {
            return Task.FromException<T>(fault);
        }
    }

    private Worker Take()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle.TryPop(out var idle))
            {
                return idle;
            }

            var worker = new Worker(this);
            _all.Add(worker);
            return worker;
        }
    }

    private void Return(Worker worker)
    {
        lock (_lock)
        {
            _idle.Push(worker);
        }
    }

    private sealed class Worker
    {
        private readonly ScriptThreads _owner;
        private readonly ThreadSignal _wake = new();
        private Func<Action>? _work;
        private volatile bool _ended;

        public Worker(ScriptThreads owner)
        {
            _owner = owner;
            new Thread(Loop, ScriptLimits.StackBytes) { IsBackground = true, Name = "loadlab script" }.Start();
        }

        public void Begin(Func<Action> work)
        {
            _work = work;
            _wake.Set();
        }

        public void End()
        {
            _ended = true;
            _wake.Set();
        }

        private void Loop()
        {
            while (true)
            {
                _wake.Wait();
                if (Interlocked.Exchange(ref _work, null) is not { } work)
                {
                    if (_ended)
                    {
                        return;
                    }

                    continue;
                }

                var tell = work();
                s_telling = _owner;
                tell();
                s_telling = null;
                _owner.Return(this);
            }
        }
    }
}
