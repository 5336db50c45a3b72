using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Verdicts;

namespace LoadLab.CapacityTests;

/// <summary>
/// A machine that is busy with something else disturbs a run, and the run says so itself: it is invalid for the generator's sake, or others took
/// the CPU. Such a run is made again, within a bound.
/// </summary>
internal static class Disturbance
{
    /// <summary>How often a run is made at most.</summary>
    private const int Attempts = 5;

    private static readonly string[] s_checks = ["schedule-lag", "canary", "generator-paused", "machine-cpu"];

    /// <summary>Makes a run, again while it was disturbed; the last one is returned as it is.</summary>
    public static async Task<RunResult> WithoutAsync(Func<Task<RunResult>> make)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await make();
            if (attempt == Attempts || !Disturbed(result))
            {
                return result;
            }
        }
    }

    /// <summary>What the run itself says of the machine.</summary>
    public static bool Disturbed(RunResult result) =>
        result.Evaluation.Validity.Findings.Any(finding => finding.Severity == FindingSeverity.Invalid && s_checks.Contains(finding.Check))
        || result.Evaluation.Attribution?.Causes.Any(IsOfTheMachine) == true;

    /// <summary>True for a cause that is not in the target.</summary>
    public static bool IsOfTheMachine(Bottleneck cause) => cause.Cause is BottleneckCauses.OtherCpu or BottleneckCauses.Generator;
}
