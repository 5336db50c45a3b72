using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Processes;

/// <summary>A native stack that is up.</summary>
internal sealed class ProcessStack(
    ProcessGroup group, PostgresServer postgres, RedisServer redis, ApiServer api, IReadOnlyDictionary<string, string> fingerprint)
    : IStack, IKillable
{
    /// <inheritdoc/>
    public Uri BaseAddress => api.Address;

    /// <inheritdoc/>
    public string? PostgresConnectionString => postgres.AdminConnectionString;

    /// <inheritdoc/>
    public string? RedisConfiguration => redis.Configuration;

    /// <inheritdoc/>
    public Uri? MetricsAddress { get; } = new(api.Address, "metrics");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> Processes { get; } = new SortedDictionary<string, int>(StringComparer.Ordinal)
    {
        ["api"] = api.Child.Id,
        ["postgres"] = postgres.Child.Id,
        ["redis"] = redis.Child.Id,
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Fingerprint => fingerprint;

    /// <summary>The stack's temporary directory.</summary>
    internal string DirectoryPath => group.Directory.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> FindDead() =>
        group.FindDead().ToDictionary(child => child.Command.Role, child => child.Tail(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public void KillNow() => group.KillNow();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => group.DisposeAsync();
}
