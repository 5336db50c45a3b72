using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Running;

/// <summary>
/// Puts the shards of one plan together as one run, as if one generator had made all of its load. Counts add up field by field,
/// histograms merge; nothing is averaged. A pure function.
/// </summary>
public static class ShardMerge
{
    /// <summary>Merges.</summary>
    /// <param name="runId">Name of the merged run.</param>
    /// <param name="shards">Every shard once, in any order, each with what its own validity checks found.</param>
    /// <exception cref="LoadLabException">A shard is missing, there twice, or of another plan (104); with every fault.</exception>
    public static RunRecord Merge(string runId, IReadOnlyList<(RunRecord Record, Validity Validity)> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ShardSet.Check([.. shards.Select(shard => shard.Record)]);
        var ordered = shards.OrderBy(shard => shard.Record.Plan.Shard.Index).ToList();
        var records = ordered.Select(shard => shard.Record).ToList();
        var first = records[0];
        var worst = records.OrderByDescending(record => Badness(record.Outcome)).First();
        var phases = first.Plan.Phases
            .Select(plan => records.SelectMany(record => record.Phases.Where(phase => phase.Name == plan.Name)).ToList())
            .Where(parts => parts.Count > 0)
            .Select(ShardSums.Phase)
            .ToList();
        return new RunRecord
        {
            RunId = runId,
            StartedAt = records.Min(record => record.StartedAt),
            Plan = first.Plan with { Shard = ShardPlan.Whole, Invocation = first.Plan.Invocation?.Merged(records.Count) },
            Outcome = worst.Outcome,
            OutcomeReason = worst.OutcomeReason.Length == 0 ? "" : $"shard {worst.Plan.Shard}: {worst.OutcomeReason}",
            Stop = records.Select(record => record.Stop).FirstOrDefault(stop => stop is not null),
            MergedFrom = [.. records.Select(record => new ShardRecord(record.RunId, record.Plan.Shard.Index, record.StartedAt, record.Fingerprint, record.Health))],
            Fingerprint = ShardFindings.Fingerprint(records),
            Phases = phases,
            Seconds = ShardSums.Seconds(records),
            Slices = ShardSums.Slices(records),
            Health = ShardSums.Health(records),
            Probes = ShardMetrics.Series(records),
            Custom = ShardMetrics.Results(records),
            Tables = records.Select(record => record.Tables).FirstOrDefault(tables => tables.Count > 0) ?? [],
            Findings = ShardFindings.Of(ordered),
        };
    }

    private static int Badness(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Incomplete => 3,
        RunOutcome.Interrupted => 2,
        RunOutcome.Stopped => 1,
        _ => 0,
    };
}
