namespace LoadLab.Engine.SelfTest;

/// <summary>Blocks every thread of the pool for a while, and keeps the pool from adding more meanwhile.</summary>
internal sealed class ThreadPoolBlocker(TimeSpan after, TimeSpan length)
{
    public void Start() => new Thread(Run) { IsBackground = true, Name = "loadlab selftest blocker" }.Start();

    private void Run()
    {
        using var end = new ManualResetEventSlim();
        ThreadPool.GetMaxThreads(out var workers, out var completions);
        ThreadPool.GetMinThreads(out var least, out _);
        end.Wait(after);
        ThreadPool.SetMaxThreads(Math.Max(least, Environment.ProcessorCount), completions);
        // More blockers than threads, so that none is free; they end together.
        for (var i = 0; i < ThreadPool.ThreadCount + Environment.ProcessorCount + 8; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static e => e.Wait(), end, preferLocal: false);
        }

        using var never = new ManualResetEventSlim();
        never.Wait(length);
        ThreadPool.SetMaxThreads(workers, completions);
        end.Set();
        never.Wait(TimeSpan.FromSeconds(5));
    }
}
