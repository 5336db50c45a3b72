using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Http;

/// <summary>The stack of <c>http</c>: an address that LoadLab knows nothing else of.</summary>
internal sealed class HttpStackProvider : IStackProvider
{
    /// <summary>Its kind, that of any stack that LoadLab did not start.</summary>
    public const string StackKind = "external";

    public string Kind => StackKind;

    public Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.FromResult<IStack>(new HttpStack(plan.External!.BaseUrl));

    private sealed class HttpStack(Uri address) : IStack
    {
        public Uri BaseAddress => address;

        public string? PostgresConnectionString => null;

        public string? RedisConfiguration => null;

        public Uri? MetricsAddress => null;

        public IReadOnlyDictionary<string, int> Processes { get; } = new Dictionary<string, int>();

        public IReadOnlyDictionary<string, string> Fingerprint { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Stacks.Fingerprints.FingerprintKeys.Kind] = StackKind,
            [Stacks.Fingerprints.FingerprintKeys.NetworkPath] = address.IsLoopback ? "loopback" : "network",
            ["stack.address"] = address.ToString(),
        };

        public IReadOnlyDictionary<string, string> FindDead() => new Dictionary<string, string>();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
