namespace LoadLab.Testing;

/// <summary>The thread pool of the process that the tests run in.</summary>
internal static class HostThreads
{
    private const int Fewest = 32;

    /// <summary>
    /// A test host has opened sockets before the engine can ask for its own handling of answers: they go through the pool, which must not wait half a
    /// second for a thread. Raised only, and left so: a run that comes later needs it again.
    /// </summary>
    public static void Prepare()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        if (workers < Fewest)
        {
            ThreadPool.SetMinThreads(Fewest, completions);
        }
    }
}
