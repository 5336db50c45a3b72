using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Testing;

/// <summary>What to do about a run that is no GO.</summary>
internal static class Advice
{
    /// <summary>A few sentences; empty for GO.</summary>
    public static string Of(RunResult run, bool isSuite) => run.Evaluation is { Decision: Decision.NotJudged, ExitCode: ExitCode.Ok }
        ? "No SLO was asked for, so that nothing could pass or fail. Give the script thresholds, or name it in a suite that has a catalogue."
        : (Decisions.Of(run.Evaluation), run.Record.Outcome, Disturbance.Is(run)) switch
        {
            (LoadTestDecision.Go, _, _) => "",
            (_, RunOutcome.Interrupted, _) => "The run was stopped before its end. Make it again, and give the test the time that it takes.",
            (LoadTestDecision.NoGo, _, true) => "The target missed what it must hold, and the machine disturbed the run. Make it again on a machine that does nothing else, or add .WithAttempts(5).",
            (LoadTestDecision.NoGo, _, _) => "The target does not hold what it must. The report says when it began, and what was saturated then.",
            (LoadTestDecision.Invalid, _, true) => "This says nothing about the target: the machine disturbed the load. Run load tests alone on the machine, without tests in parallel and without a debugger; .WithAttempts(5) makes a disturbed run again.",
            (LoadTestDecision.Invalid, _, _) => "This says nothing about the target: the load was not what was asked for. Do what the INVALID lines above say.",
            (_, _, true) => "Nothing was decided, and the machine disturbed the run. Make it again on a machine that does nothing else, or add .WithAttempts(5).",
            _ => "Nothing was decided: neither that the target holds its SLOs nor that it misses them. The lines above say what each row lacks. A longer load or a higher rate gives more samples"
                + (isSuite ? "; 'loadlab plan' says before a run what it can decide." : "."),
        };
}
