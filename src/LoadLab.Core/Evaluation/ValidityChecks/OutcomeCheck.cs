using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>A run that did not come to the end of its plan did not test what it set out to test.</summary>
internal sealed class OutcomeCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        if (record is { Outcome: RunOutcome.Stopped, Stop: { } stop })
        {
            // The target and not the generator ended it: what was measured counts, and what was not yet measured passes nothing.
            yield return new Finding(
                "outcome",
                FindingSeverity.Warning,
                $"the run was stopped early by a rule of the suite: {stop.Reason}",
                "a run that came to the end of its plan passes; one that its rules stopped can only fail",
                "Find out what failed. Without the suite's abort and stop the run goes on to its end.");
        }
        else if (record.Outcome != RunOutcome.Completed)
        {
            var reason = record.OutcomeReason.Length > 0 ? ": " + record.OutcomeReason : "";
            yield return new Finding(
                "outcome", FindingSeverity.Invalid, $"the run was {Word(record.Outcome)}{reason}", "a run that came to the end of its plan", "Run it again to its end.");
        }
    }

    private static string Word(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Interrupted => "interrupted",
        RunOutcome.Stopped => "stopped early",
        _ => "not completed",
    };
}
