using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// Everything of a stack that must be gone afterwards: its children, its directory, its watchdog and its forking thread. Thread-safe.
/// </summary>
internal sealed class ProcessGroup : IAsyncDisposable, IKillable
{
    private static readonly TimeSpan s_killWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<ChildProcess> _children = [];
    private readonly ForkingThread _thread = new();
    private readonly Watchdog _watchdog;
    private readonly TimeProvider _time;
    private bool _closed;
    private bool _disposed;

    public ProcessGroup(string root, TimeProvider time)
    {
        _time = time;
        Directory = StackDirectory.Create(root);
        _watchdog = Watchdog.Start(Directory.Path);
    }

    /// <summary>The time.</summary>
    public TimeProvider Time => _time;

    /// <summary>The stack's directory.</summary>
    public StackDirectory Directory { get; }

    /// <summary>True when it is being stopped or killed: a child that ends then has not failed.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _closed;
        }
    }

    /// <summary>The children that were not forgotten.</summary>
    public IReadOnlyList<ChildProcess> Children
    {
        get
        {
            lock (_gate)
                return [.. _children];
        }
    }

    /// <summary>Starts a child.</summary>
    /// <exception cref="OperationCanceledException">The group has been killed meanwhile.</exception>
    public Task<ChildProcess> StartAsync(ChildCommand command) => _thread.RunAsync(() =>
    {
        // Inside the lock: a kill either comes before and nothing starts, or comes after and sees the child.
        lock (_gate)
        {
            if (_closed)
                throw new OperationCanceledException($"The stack is being stopped; {command.Role} was not started.");
            var child = ChildProcess.Start(command);
            _children.Add(child);
            return child;
        }
    });

    /// <summary>Takes a child that has ended, as it should, out of the group.</summary>
    public void Forget(ChildProcess child)
    {
        lock (_gate)
            _children.Remove(child);
        child.Dispose();
    }

    /// <summary>Children that have ended although nobody asked them to.</summary>
    public IReadOnlyList<ChildProcess> FindDead()
    {
        lock (_gate)
            return _closed ? [] : [.. _children.Where(child => !child.IsExitExpected && child.HasExited)];
    }

    /// <inheritdoc/>
    public void KillNow()
    {
        IReadOnlyList<ChildProcess> children;
        lock (_gate)
        {
            if (_disposed)
                return;
            _closed = true;
            children = [.. _children];
        }

        StackDirectory.ThawMembers(Directory.Path);
        try
        {
            foreach (var child in children)
                child.Signal(child.Command.KillSignal);
            foreach (var child in children)
            {
                if (!child.Wait(s_killWait))
                    child.Signal(UnixSignal.Kill);
            }
        }
        catch (InvalidOperationException)
        {
            // The stack was disposed meanwhile and its children are gone.
        }

        StackDirectory.KillMembers(Directory.Path);
        Directory.Delete();
    }

    /// <summary>Stops all children in order and deletes the directory. The second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _closed = true;
        }

        StackDirectory.ThawMembers(Directory.Path);
        foreach (var tier in Children.GroupBy(child => child.Command.Tier).OrderByDescending(tier => tier.Key))
            await Task.WhenAll(tier.Select(child => child.StopAsync(_time))).ConfigureAwait(false);
        StackDirectory.KillMembers(Directory.Path);
        Directory.Delete();

        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        _watchdog.Dispose();
        _thread.Dispose();
        foreach (var child in _children)
            child.Dispose();
    }
}
