using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Verdicts;

namespace LoadLab.Testing;

/// <summary>
/// A machine that is busy with something else disturbs a run, and the run says so itself: it is invalid for the generator's sake, or others took
/// the CPU.
/// </summary>
internal static class Disturbance
{
    private static readonly string[] s_checks = ["schedule-lag", "canary", "generator-paused", "machine-cpu"];

    /// <summary>What the run itself says of the machine.</summary>
    public static bool Is(RunResult run) => Reasons(run).Any();

    /// <summary>The same in words.</summary>
    public static string Why(RunResult run) => string.Join(", ", Reasons(run).Distinct());

    /// <summary>True for a cause that is not in the target.</summary>
    public static bool IsOfTheMachine(Bottleneck cause) => cause.Cause is BottleneckCauses.OtherCpu or BottleneckCauses.Generator;

    private static IEnumerable<string> Reasons(RunResult run) =>
    [
        .. run.Evaluation.Validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid && s_checks.Contains(finding.Check)).Select(finding => finding.Check),
        .. (run.Evaluation.Attribution?.Causes ?? []).Where(IsOfTheMachine).Select(cause => cause.Seen),
    ];
}
