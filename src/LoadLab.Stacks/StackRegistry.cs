namespace LoadLab.Stacks;

/// <summary>
/// The stacks that a provider has started or is starting, so that a second Ctrl-C ends all of them. One that nobody holds any more is dropped. Thread-safe.
/// </summary>
/// <typeparam name="TGroup">What a stack's processes or containers are kept in.</typeparam>
internal sealed class StackRegistry<TGroup> : IKillable
    where TGroup : class, IKillable, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<WeakReference<TGroup>> _groups = [];
    private bool _killed;

    /// <summary>Opens a group and starts a stack in it. When the start fails, the group is disposed.</summary>
    /// <exception cref="OperationCanceledException">All was killed before.</exception>
    public async Task<TStack> StartAsync<TStack>(Func<TGroup> open, Func<TGroup, Task<TStack>> start)
    {
        var group = Add(open);
        try
        {
            return await start(group).ConfigureAwait(false);
        }
        catch
        {
            await group.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public void KillNow()
    {
        List<TGroup> groups = [];
        lock (_gate)
        {
            _killed = true;
            foreach (var reference in _groups)
            {
                if (reference.TryGetTarget(out var group))
                    groups.Add(group);
            }
        }

        foreach (var group in groups)
            group.KillNow();
    }

    // Opened inside the lock: a kill comes either before, and nothing is opened, or after, and sees the group.
    private TGroup Add(Func<TGroup> open)
    {
        lock (_gate)
        {
            if (_killed)
                throw new OperationCanceledException("The stack is being stopped.");
            var group = open();
            _groups.RemoveAll(reference => !reference.TryGetTarget(out _));
            _groups.Add(new WeakReference<TGroup>(group));
            return group;
        }
    }
}
