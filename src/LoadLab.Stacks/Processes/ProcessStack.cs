using LoadLab.Core.Running;

namespace LoadLab.Stacks.Processes;

/// <summary>A native stack that is up.</summary>
internal sealed class ProcessStack(
    ProcessGroup group, int nice, PostgresServer postgres, RedisServer redis, IReadOnlyList<ApiServer> api, IReadOnlyDictionary<string, string> fingerprint,
    IReadOnlyList<IProbe> probes)
    : IStack, IKillable
{
    private readonly ProcessControl _control = new(group);
    private readonly BackendSessions _sessions = new(group, nice);

    /// <inheritdoc/>
    public Uri BaseAddress => api[0].Address;

    /// <inheritdoc/>
    public IReadOnlyList<Uri> Instances { get; } = [.. api.Select(instance => instance.Address)];

    /// <inheritdoc/>
    public string? PostgresConnectionString => postgres.AdminConnectionString;

    /// <inheritdoc/>
    public string? RedisConfiguration => redis.Configuration;

    /// <inheritdoc/>
    public Uri? MetricsAddress { get; } = new(api[0].Address, "metrics");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> Processes => new SortedDictionary<string, int>(
        group.Children.Where(child => !child.IsExitExpected).ToDictionary(child => child.Command.Role, child => child.Id), StringComparer.Ordinal);

    /// <inheritdoc/>
    public IStackControl? Control => _control;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Fingerprint => fingerprint;

    /// <inheritdoc/>
    public IReadOnlyList<IProbe> Probes => probes;

    /// <summary>The stack's temporary directory.</summary>
    internal string DirectoryPath => group.Directory.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> FindDead() =>
        group.FindDead().ToDictionary(child => child.Command.Role, child => child.Tail(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public void KillNow() => group.KillNow();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sessions.Dispose();
        await group.DisposeAsync().ConfigureAwait(false);
        _control.Dispose();
    }
}
