using LoadLab.Core;
using LoadLab.Core.Verdicts;

namespace LoadLab.Testing;

/// <summary>The decision of an evaluation. A pure function.</summary>
internal static class Decisions
{
    public static LoadTestDecision Of(RunEvaluation evaluation) => evaluation.ExitCode switch
    {
        ExitCode.Ok when evaluation.Decision is Decision.Go or Decision.GoWithApproval => LoadTestDecision.Go,
        ExitCode.InvalidRun => LoadTestDecision.Invalid,
        ExitCode.SloFailed or ExitCode.Regression => LoadTestDecision.NoGo,
        // Interrupted, not judged, too little data: whatever is not known is no GO.
        _ => LoadTestDecision.Inconclusive,
    };
}
