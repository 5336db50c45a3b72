using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Comparison;

/// <summary>Whether runs may be compared at all. What makes a comparison meaningless is refused, not warned about.</summary>
public static class ComparisonChecks
{
    private const string Hint = "Compare valid, complete runs of one suite that were made with the same phases. What the target is set to may differ.";

    /// <exception cref="LoadLabException">They may not (104); with every reason.</exception>
    internal static void Check(IReadOnlyList<ComparedRun> before, IReadOnlyList<ComparedRun> after)
    {
        var faults = new List<string>();
        if (before.Count == 0 || after.Count == 0)
        {
            faults.Add($"There is no run on the {(before.Count == 0 ? "first" : "second")} side.");
        }

        var all = before.Concat(after).ToList();
        faults.AddRange(before.Select(run => run.Record.RunId).Intersect(after.Select(run => run.Record.RunId), StringComparer.Ordinal)
            .Select(id => $"Run '{id}' stands on both sides."));
        faults.AddRange(all.DistinctBy(run => run.Record.RunId).SelectMany(Faults));
        faults.AddRange(all.Skip(1).DistinctBy(run => run.Record.RunId).SelectMany(run => Against(all[0].Record, run.Record)));
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, Hint);
        }
    }

    /// <summary>Why a run can be compared with none; empty when it can.</summary>
    public static IEnumerable<string> Faults(ComparedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return FaultsOf(run);
    }

    private static IEnumerable<string> FaultsOf(ComparedRun run)
    {
        var record = run.Record;
        if (record.Plan.Shard.IsPart)
        {
            yield return $"Run '{record.RunId}' is shard {record.Plan.Shard} of a load. Merge the shards first: loadlab runs merge";
        }

        if (record.Outcome != RunOutcome.Completed)
        {
            yield return $"Run '{record.RunId}' is not complete ({record.Outcome.ToString().ToLowerInvariant()}): its phases are shorter than planned.";
        }

        if (run.Validity == ValidityStatus.Invalid)
        {
            yield return $"Run '{record.RunId}' is INVALID: the generator shaped its figures. See: loadlab runs show {record.RunId}";
        }

        foreach (var phase in record.Phases.Where(phase => !record.Slices.Any(slice => slice.Key.Measured && slice.Key.Phase == phase.Name)))
        {
            yield return $"Run '{record.RunId}' has no request in the measured part of phase '{phase.Name}'.";
        }
    }

    private static IEnumerable<string> Against(RunRecord first, RunRecord other)
    {
        if (other.Plan.Suite != first.Plan.Suite)
        {
            return [$"Run '{other.RunId}' is of suite '{other.Plan.Suite}', but '{first.RunId}' is of suite '{first.Plan.Suite}'."];
        }

        var differences = PlanDifference.Of(first.Plan, other.Plan);
        return differences.Count == 0
            ? []
            : [$"Run '{other.RunId}' put another load on the target than '{first.RunId}': {string.Join("; ", differences)}."];
    }
}
