using LoadLab.Core.Gate;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Running;

/// <summary>A run as its reports tell it.</summary>
/// <param name="Record">What was measured.</param>
/// <param name="Evaluation">What was judged.</param>
public sealed record JudgedRun(RunRecord Record, RunEvaluation Evaluation)
{
    /// <summary>The gate that made the run, whose decision stands above that of the SLOs; null for a run without one.</summary>
    public GateResult? Gate { get; init; }

    /// <summary>The run of a gate.</summary>
    public static JudgedRun Of(GateResult gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return new JudgedRun(gate.Record, gate.Evaluation) { Gate = gate };
    }

    /// <summary>May it launch? The gate's decision where there is a gate.</summary>
    public Decision Decision => Gate?.Decision ?? Evaluation.Decision;
}
