using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Driving;

/// <summary>How a run of k6 ended, by its exit code.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reason">Why, when it did not complete.</param>
/// <param name="Stop">The threshold that ended it; null when none did.</param>
/// <param name="Findings">What is to be said of it.</param>
internal sealed record DrivenEnd(RunOutcome Outcome, string Reason, RunStop? Stop, IReadOnlyList<Finding> Findings)
{
    /// <summary>Seconds by which k6 may end before its plan does: its clock and LoadLab's.</summary>
    private const double Early = 0.5;

    /// <summary>How it ended.</summary>
    /// <param name="exit">Its exit code.</param>
    /// <param name="log">What it said.</param>
    /// <param name="thresholds">The limits of the script.</param>
    /// <param name="phases">What was run.</param>
    /// <param name="second">Second of the run's clock.</param>
    /// <param name="isStopped">True when LoadLab asked it to stop.</param>
    /// <param name="missing">Seconds of the plan that it did not run.</param>
    /// <param name="givenUp">Why LoadLab killed it; null when it did not.</param>
    public static DrivenEnd Of(
        int exit, K6Log log, IReadOnlyList<ScriptThreshold> thresholds, IReadOnlyList<PhaseResult> phases, int second, bool isStopped, double missing = 0, string? givenUp = null)
    {
        var said = log.Fault.Length > 0 ? ": " + K6Program.Short(log.Fault) : "";
        return (isStopped, exit) switch
        {
            (false, _) when givenUp is not null => new DrivenEnd(RunOutcome.Incomplete, givenUp, null, []),
            (true, _) => new DrivenEnd(RunOutcome.Interrupted, "interrupted", null, []),
            (_, 99) when log.Abort is { } abort => Aborted(abort, thresholds, phases, second),
            (_, 0 or 99) when missing > Early => new DrivenEnd(RunOutcome.Incomplete, FormattableString.Invariant($"k6 ended with exit code {exit}, {missing:0.#} s before its plan did{said}"), null, []),
            (_, 0 or 99) => new DrivenEnd(RunOutcome.Completed, "", null, []),
            (_, 108) => new DrivenEnd(RunOutcome.Stopped, "the script ended the test (exec.test.abort)" + said, null, []),
            (_, 110) => new DrivenEnd(RunOutcome.Completed, "", null,
                [new Finding("k6-marked", FindingSeverity.Invalid, "the script marked the test as failed (exec.test.fail)" + said, "a test that its script does not give up", "See why it does.")]),
            (_, 105) => new DrivenEnd(RunOutcome.Incomplete, "k6 was asked to stop by somebody else", null, []),
            (_, > 128) => new DrivenEnd(RunOutcome.Incomplete, FormattableString.Invariant($"k6 was killed by signal {exit - 128}"), null, []),
            _ => new DrivenEnd(RunOutcome.Incomplete, FormattableString.Invariant($"k6 ended with exit code {exit}{said}"), null, []),
        };
    }

    private static DrivenEnd Aborted(string abort, IReadOnlyList<ScriptThreshold> thresholds, IReadOnlyList<PhaseResult> phases, int second)
    {
        var threshold = thresholds.FirstOrDefault(one => one.AbortOnFail && abort.Contains(one.Metric, StringComparison.Ordinal)) ?? thresholds.FirstOrDefault(one => one.AbortOnFail);
        var reason = $"the script's threshold {threshold?.Id ?? "(not told)"} has abortOnFail, and k6 ended the test.";
        return new DrivenEnd(RunOutcome.Stopped, reason, new RunStop(threshold?.Id ?? "", phases.Count > 0 ? phases[^1].Name : "", second, reason), []);
    }
}
