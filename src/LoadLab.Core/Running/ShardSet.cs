using System.Text.Json;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Core.Running;

/// <summary>Whether some runs are the shards of one plan, each of them once.</summary>
internal static class ShardSet
{
    private const string Hint = "Merge the runs that one suite, seed and --set made with --shard 0/N to (N-1)/N, and no others.";

    public static void Check(IReadOnlyList<RunRecord> records)
    {
        var faults = FindFaults(records).ToList();
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, Hint);
        }
    }

    private static IEnumerable<string> FindFaults(IReadOnlyList<RunRecord> records)
    {
        if (records.Count == 0)
        {
            yield return "There is no run to merge.";
            yield break;
        }

        foreach (var record in records.Where(record => !record.Plan.Shard.IsPart))
        {
            yield return record.MergedFrom.Count > 0
                ? $"Run '{record.RunId}' is merged already."
                : $"Run '{record.RunId}' is a whole run and no shard.";
        }

        var shards = records.Where(record => record.Plan.Shard.IsPart).ToList();
        if (shards.Count == 0)
        {
            yield break;
        }

        var first = shards[0];
        foreach (var record in shards.Where(record => record.Plan.Shard.Count != first.Plan.Shard.Count))
        {
            yield return $"Run '{record.RunId}' is shard {record.Plan.Shard}, but '{first.RunId}' is shard {first.Plan.Shard}: they divide the load differently.";
        }

        var alike = shards.Where(record => record.Plan.Shard.Count == first.Plan.Shard.Count).ToLookup(record => record.Plan.Shard.Index);
        for (var index = 0; index < first.Plan.Shard.Count; index++)
        {
            var runs = alike[index].ToList();
            if (runs.Count == 0)
            {
                yield return $"Shard {new ShardPlan(index, first.Plan.Shard.Count)} is missing.";
            }
            else if (runs.Count > 1)
            {
                yield return $"Shard {runs[0].Plan.Shard} is there {runs.Count} times: {string.Join(", ", runs.Select(run => run.RunId))}.";
            }
        }

        var plan = Comparable(first.Plan);
        foreach (var record in shards.Skip(1))
        {
            var differs = Comparable(record.Plan).Where(part => part.Value != plan.GetValueOrDefault(part.Key)).Select(part => part.Key).ToList();
            if (differs.Count > 0)
            {
                yield return $"Run '{record.RunId}' is of another plan than '{first.RunId}': {string.Join(", ", differs)} differ.";
            }
        }
    }

    /// <summary>The parts of a plan that decide the load and the judging. Where the stack and the assembly lie may differ from machine to machine.</summary>
    private static SortedDictionary<string, string> Comparable(RunPlan plan)
    {
        var alike = plan with
        {
            Description = "",
            Change = plan.Change is { } change ? change with { Approval = null } : null,
            Shard = ShardPlan.Whole,
            ScenarioAssembly = Path.GetFileName(plan.ScenarioAssembly),
            Catalogue = Path.GetFileName(plan.Catalogue),
            Invocation = null,
            Stack = plan.Stack with { External = null },
            Labels = new SortedDictionary<string, string>(StringComparer.Ordinal),
            Overrides = new SortedDictionary<string, string>(StringComparer.Ordinal),
        };
        using var json = JsonSerializer.SerializeToDocument(alike, JournalJson.Default.RunPlan);
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in json.RootElement.EnumerateObject())
        {
            parts[property.Name] = property.Value.GetRawText();
        }

        return parts;
    }
}
