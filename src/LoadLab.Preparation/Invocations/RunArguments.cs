using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.K6;

namespace LoadLab.Preparation.Invocations;

/// <summary>What <c>run</c> was asked to do.</summary>
internal sealed record RunArguments
{
    public required string Suite { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Overrides { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public string? Stack { get; init; }

    public long? Seed { get; init; }

    /// <summary>The decision that it is made for.</summary>
    public ChangeOptions Change { get; init; } = new();

    /// <summary>Directory of the runs and imports; null for the default one.</summary>
    public string? Results { get; init; }

    public ShardPlan Shard { get; init; } = ShardPlan.Whole;

    /// <summary>What was asked of the k6 script; null for nothing.</summary>
    public K6Arguments? Script { get; init; }

    /// <summary>Where its live figures go.</summary>
    public PublishArguments Publish { get; init; } = PublishArguments.None;

    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Where a healer's calls are taken, as it was written; null when none is awaited.</summary>
    public string? HealListen { get; init; }
}
