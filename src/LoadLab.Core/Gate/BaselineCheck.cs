using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Gate;

/// <summary>Whether a run that is about to begin could be compared with a baseline: minutes of load are not spent to find out that it could not.</summary>
public static class BaselineCheck
{
    /// <summary>Refuses a baseline that no run of the plan can be held against.</summary>
    /// <param name="name">The baseline, in the words of the command line.</param>
    /// <param name="baseline">Its runs.</param>
    /// <param name="plan">What is about to run.</param>
    /// <exception cref="LoadLabException">It cannot (104); with every reason.</exception>
    public static void Check(string name, IReadOnlyList<ComparedRun> baseline, RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(plan);
        var faults = baseline.SelectMany(ComparisonChecks.Faults).Concat(baseline.SelectMany(run => Against(run.Record, plan))).ToList();
        if (faults.Count > 0)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                [.. faults.Select(fault => $"Baseline '{name}' cannot be used. {fault}")],
                "Nothing was started. Take a complete, valid run of the same suite and the same phases, or judge without a baseline: loadlab run");
        }
    }

    private static IEnumerable<string> Against(RunRecord baseline, RunPlan plan)
    {
        if (baseline.Plan.Suite != plan.Suite)
        {
            return [$"Run '{baseline.RunId}' is of suite '{baseline.Plan.Suite}', and '{plan.Suite}' is about to run."];
        }

        // Which load another driver was told to make does not stand in its results.
        var differences = baseline.HasPlan ? PlanDifference.Of(baseline.Plan, plan) : [];
        return differences.Count == 0 ? [] : [$"Run '{baseline.RunId}' put another load on the target: {string.Join("; ", differences)}."];
    }
}
