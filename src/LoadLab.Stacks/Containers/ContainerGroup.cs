using Docker.DotNet;

namespace LoadLab.Stacks.Containers;

/// <summary>
/// The containers of one stack, and their network. They are found by their label, so that one that is just being made is removed as well.
/// Thread-safe.
/// </summary>
internal sealed class ContainerGroup : IKillable, IAsyncDisposable
{
    private static readonly TimeSpan s_removeLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly List<ContainerPart> _parts = [];
    private readonly ContainerWatchdog _watchdog;
    private bool _closed;

    /// <summary>A group without containers yet.</summary>
    /// <param name="engine">The engine; the group disposes it.</param>
    public ContainerGroup(DockerEngine engine)
    {
        Engine = engine;
        Name = "loadlab-" + Guid.NewGuid().ToString("N")[..12];
        _watchdog = ContainerWatchdog.Start(engine.Address, $"{ContainerOwner.StackLabel}={Name}");
    }

    /// <summary>The engine.</summary>
    public DockerEngine Engine { get; }

    /// <summary>The stack's name.</summary>
    public string Name { get; }

    /// <summary>The containers that were started.</summary>
    public IReadOnlyList<ContainerPart> Parts
    {
        get
        {
            lock (_gate)
                return [.. _parts];
        }
    }

    /// <summary>True once the stack goes down.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _closed;
        }
    }

    /// <summary>Adds a container that was started.</summary>
    public void Add(ContainerPart part)
    {
        lock (_gate)
            _parts.Add(part);
    }

    /// <summary>Removes a container that did not become ready.</summary>
    public async Task ForgetAsync(ContainerPart part, CancellationToken cancellationToken)
    {
        part.Dispose();
        lock (_gate)
            _parts.Remove(part);
        await ContainerOwner.RemoveAsync(Engine.Client, part.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void KillNow() => Task.Run(() => DisposeAsync().AsTask()).Wait(s_removeLimit);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            foreach (var part in _parts)
                part.Dispose();
        }

        using var limit = new CancellationTokenSource(s_removeLimit);
        try
        {
            var left = await ContainerOwner.ListAsync(Engine.Client, $"{ContainerOwner.StackLabel}={Name}", limit.Token).ConfigureAwait(false);
            await Task.WhenAll(left.Select(container => ContainerOwner.RemoveAsync(Engine.Client, container.ID, limit.Token))).ConfigureAwait(false);
            await RemoveNetworkAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is DockerApiException or HttpRequestException or IOException or OperationCanceledException)
        {
            // The engine is gone or too slow: the next start sweeps what it has left.
        }

        _watchdog.Dispose();
        Engine.Dispose();
    }

    private async Task RemoveNetworkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Engine.Client.Networks.DeleteNetworkAsync(Name, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerNetworkNotFoundException)
        {
            // On the host's network there is none.
        }
    }
}
