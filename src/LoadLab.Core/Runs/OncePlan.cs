using LoadLab.Sdk;

namespace LoadLab.Core.Runs;

/// <summary>A plan whose load is one iteration of each of its scenarios, one after the other.</summary>
public static class OncePlan
{
    /// <summary>The plan, with a phase for each scenario that its phases name. Nothing breaks on purpose, and nothing waits between.</summary>
    public static RunPlan Of(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with
        {
            Phases =
            [
                .. plan.Phases.SelectMany(phase => phase.Mix.Select(share => (phase, share.Scenario))).DistinctBy(one => one.Scenario).Select(one => one.phase with
                {
                    Name = one.Scenario,
                    Model = LoadModel.Closed,
                    Mix = [new ScenarioShare(one.Scenario, 1)],
                    Segments = [new LoadSegment(Simulation.IterationsForConstant(1, 1), Measured: true)],
                    StartAt = null,
                    MaxVirtualUsers = 1,
                    PreparedVirtualUsers = 1,
                    ThinkTime = ThinkTime.None,
                    StartsThinking = false,
                    Pacing = null,
                    IterationsPerUser = null,
                    ToHoldSeconds = null,
                    Thresholds = [],
                }),
            ],
            Faults = [],
            Shard = ShardPlan.Whole,
            StartAt = null,
        };
    }
}
