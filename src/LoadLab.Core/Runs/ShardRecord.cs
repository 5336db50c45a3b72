using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>A shard of a merged run: what cannot be added up.</summary>
/// <param name="RunId">The shard's run.</param>
/// <param name="Index">Which shard.</param>
/// <param name="StartedAt">When its load began.</param>
/// <param name="Fingerprint">Its machine, generator and stack.</param>
/// <param name="Health">Its generator's health a second.</param>
public sealed record ShardRecord(
    string RunId, int Index, DateTimeOffset StartedAt, IReadOnlyDictionary<string, string> Fingerprint, IReadOnlyList<HealthSecond> Health);
