using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Fingerprints;

namespace LoadLab.Preparation;

/// <summary>The stack of a k6 script that names its targets itself: LoadLab knows nothing of them.</summary>
internal sealed class ScriptStackProvider : IStackProvider
{
    /// <summary>Its kind, that of any stack that LoadLab did not start.</summary>
    public const string StackKind = "external";

    public string Kind => StackKind;

    public Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken) => Task.FromResult<IStack>(new ScriptStack());

    private sealed class ScriptStack : IStack
    {
        public Uri BaseAddress => LoadLab.K6.K6Script.NoTarget;

        public string? PostgresConnectionString => null;

        public string? RedisConfiguration => null;

        public Uri? MetricsAddress => null;

        public IReadOnlyDictionary<string, int> Processes { get; } = new Dictionary<string, int>();

        public IReadOnlyDictionary<string, string> Fingerprint { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [FingerprintKeys.Kind] = StackKind,
        };

        public IReadOnlyDictionary<string, string> FindDead() => new Dictionary<string, string>();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
