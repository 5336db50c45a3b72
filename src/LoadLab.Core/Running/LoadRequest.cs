using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Core.Running;

/// <summary>What a load driver needs.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Scenarios">The scenarios that the plan's mixes name.</param>
/// <param name="BaseAddress">The target.</param>
/// <param name="Clock">The run's clock.</param>
public sealed record LoadRequest(RunPlan Plan, IReadOnlyList<ScenarioProps> Scenarios, Uri BaseAddress, RunClock Clock)
{
    /// <summary>Address of each instance of the target; virtual users take turns, and each keeps to its own.</summary>
    public IReadOnlyList<Uri> Instances { get; init; } = [BaseAddress];

    /// <summary>The run's name; empty for a load that is no run.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Sees every step and request; null for a load.</summary>
    public IIterationTrace? Trace { get; init; }

    /// <summary>Gives each phase from the result of the one before; null for the phases of the plan.</summary>
    public Func<PhaseResult?, CancellationToken, Task<DecidedPhase?>>? NextPhase { get; init; }
}
