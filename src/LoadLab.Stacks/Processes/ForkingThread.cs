using System.Collections.Concurrent;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// The one thread that starts a stack's children. A parent-death signal (prctl(2), PR_SET_PDEATHSIG) fires when the thread that forked
/// ends, not when the process does: a child started from the thread pool is killed when the pool retires that thread.
/// </summary>
internal sealed class ForkingThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = new(boundedCapacity: 64);
    private readonly Thread _thread;

    public ForkingThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "stack children" };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="function"/> on the thread.</summary>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        return done.Task;
    }

    /// <summary>Ends the thread. Children that still live get their death signal.</summary>
    public void Dispose()
    {
        if (_work.IsAddingCompleted)
            return;
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        foreach (var action in _work.GetConsumingEnumerable())
            action();
    }
}
