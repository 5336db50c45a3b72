using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Says that a run is a part of a load, or put together from parts.</summary>
internal sealed class ShardCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        if (record.Plan.Shard is { IsPart: true } shard)
        {
            yield return new Finding(
                "shard",
                FindingSeverity.Info,
                $"this run is shard {shard}: one of {shard.Count} parts of the load",
                "the whole load is judged on all of its shards",
                "Merge all of them with: loadlab runs merge RUN RUN …");
        }

        if (record.MergedFrom.Count > 0)
        {
            yield return new Finding("shard", FindingSeverity.Info, $"merged from {string.Join(", ", record.MergedFrom.Select(part => part.RunId))}", "all shards of one plan, each once", "");
        }
    }
}
