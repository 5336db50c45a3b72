using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

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
        faults.AddRange(LoadFaults([.. all.Select(run => run.Record)]));
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, Hint);
        }
    }

    /// <summary>Refuses two plans whose runs could not be compared: before minutes of load are spent on them. Suites of two names may offer one load.</summary>
    /// <exception cref="LoadLabException">They could not (104).</exception>
    public static void CheckPlans(RunPlan a, RunPlan b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var differences = PlanDifference.Of(a, b);
        if (differences.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"The two sides put another load on the target: {string.Join("; ", differences)}.", "Nothing was started. " + Hint);
        }
    }

    /// <summary>Why runs are not of one load, each against the first; empty when they are.</summary>
    public static IEnumerable<string> LoadFaults(IReadOnlyList<RunRecord> records) =>
        records.Skip(1).DistinctBy(record => record.RunId).SelectMany(record => Against(records[0], record));

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

        if (record.Outcome == RunOutcome.Incomplete)
        {
            // Its validity is that of a part, and says nothing of the generator.
            yield return $"Run '{record.RunId}' has not ended: it is still running, or it was killed. Wait for its end, or name another run.";
            yield break;
        }

        if (record.Outcome != RunOutcome.Completed)
        {
            yield return $"Run '{record.RunId}' is not complete ({record.Outcome.ToString().ToLowerInvariant()}): its phases are shorter than planned.";
        }

        if (run.Validity == ValidityStatus.Invalid)
        {
            yield return $"Run '{record.RunId}' is INVALID: the generator shaped its figures. See: loadlab runs show {record.RunId}";
        }

        if (record.Driver is { HasDistribution: false } driver)
        {
            yield return $"Run '{record.RunId}' was imported from a {driver.Name} summary: it has percentiles as they were given, and no distribution to compare. Import the {driver.Name} results themselves (--out json).";
        }

        foreach (var phase in record.Phases.Where(phase => !record.Slices.Any(slice => slice.Key.Measured && slice.Key.Phase == phase.Name)))
        {
            yield return $"Run '{record.RunId}' has no request in the measured part of phase '{phase.Name}'.";
        }
    }

    /// <summary>Runs that took turns (<c>compare --interleave</c>) may be of suites with two names: they were made to be compared.</summary>
    private static bool WereMadeTogether(RunPlan a, RunPlan b)
    {
        var (one, other) = (Group(a), Group(b));
        return one is not null && one == other;
    }

    private static string? Group(RunPlan plan) =>
        plan.Labels.GetValueOrDefault(InterleaveOrder.Label) is { } label && label.LastIndexOf('/') is > 0 and var at ? label[..at] : null;

    private static IEnumerable<string> Against(RunRecord first, RunRecord other)
    {
        if (other.Plan.Suite != first.Plan.Suite && !WereMadeTogether(first.Plan, other.Plan))
        {
            return [$"Run '{other.RunId}' is of suite '{other.Plan.Suite}', but '{first.RunId}' is of suite '{first.Plan.Suite}'."];
        }

        var differences = first.HasPlan && other.HasPlan ? PlanDifference.Of(first.Plan, other.Plan) : [];
        return differences.Count == 0
            ? []
            : [$"Run '{other.RunId}' put another load on the target than '{first.RunId}': {string.Join("; ", differences)}."];
    }
}
