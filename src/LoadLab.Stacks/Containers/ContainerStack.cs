using LoadLab.Core.Running;

namespace LoadLab.Stacks.Containers;

/// <summary>A stack of containers that is up.</summary>
internal sealed class ContainerStack(ContainerGroup group, ContainerAddresses addresses, IReadOnlyDictionary<string, string> fingerprint, IReadOnlyList<IProbe> probes) : IStack, IKillable
{
    /// <inheritdoc/>
    public Uri BaseAddress => addresses.Api;

    /// <inheritdoc/>
    public string? PostgresConnectionString => addresses.Postgres;

    /// <inheritdoc/>
    public string? RedisConfiguration => addresses.Redis;

    /// <inheritdoc/>
    public Uri? MetricsAddress { get; } = new(addresses.Api, "metrics");

    /// <summary>The first process of each container, where they can be seen from here.</summary>
    public IReadOnlyDictionary<string, int> Processes => new SortedDictionary<string, int>(
        group.Parts.Where(part => part.ProcessId > 0 && Directory.Exists($"/proc/{part.ProcessId}")).ToDictionary(part => part.Role, part => part.ProcessId),
        StringComparer.Ordinal);

    /// <inheritdoc/>
    public IStackControl? Control { get; } = new ContainerControl(group.Engine, group.Parts);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Fingerprint => fingerprint;

    /// <inheritdoc/>
    public IReadOnlyList<IProbe> Probes => probes;

    /// <summary>The stack's name, as its containers' label has it.</summary>
    internal string Name => group.Name;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> FindDead() =>
        group.Parts.Where(part => part.UnexpectedExit is not null).ToDictionary(part => part.Role, part => part.UnexpectedExit!, StringComparer.Ordinal);

    /// <inheritdoc/>
    public void KillNow() => group.KillNow();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => group.DisposeAsync();
}

/// <summary>How the parts of a stack are reached from here.</summary>
/// <param name="Postgres">Npgsql connection string of the superuser.</param>
/// <param name="Redis">StackExchange.Redis configuration.</param>
/// <param name="Api">Address of the API.</param>
internal sealed record ContainerAddresses(string Postgres, string Redis, Uri Api);
