using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.External;

/// <summary>The user's own stack. Disposing it does nothing.</summary>
internal sealed class ExternalStack(ExternalStackPlan plan, IReadOnlyDictionary<string, string> fingerprint, IReadOnlyList<IProbe> probes) : IStack
{
    /// <inheritdoc/>
    public Uri BaseAddress => plan.BaseUrl;

    /// <inheritdoc/>
    public string? PostgresConnectionString => plan.Postgres;

    /// <inheritdoc/>
    public string? RedisConfiguration => plan.Redis;

    /// <inheritdoc/>
    public Uri? MetricsAddress { get; } = plan.MetricsPath is null ? null : new Uri(plan.BaseUrl, plan.MetricsPath);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> Processes { get; } = new Dictionary<string, int>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Fingerprint => fingerprint;

    /// <inheritdoc/>
    public IReadOnlyList<IProbe> Probes => probes;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> FindDead() => new Dictionary<string, string>();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
