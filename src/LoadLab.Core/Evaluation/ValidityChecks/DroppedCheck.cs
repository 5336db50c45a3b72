using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Arrivals that never started: users that the target never saw.</summary>
internal sealed class DroppedCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos) =>
        from phase in record.Phases
        where phase.Measured.Dropped > 0
        let most = PlanOf(record, phase)?.MaxVirtualUsers
        select new Finding(
            "dropped",
            FindingSeverity.Invalid,
            $"{Figures.Count(phase.Measured.Dropped)} of {Figures.Count(phase.Measured.Scheduled)} arrivals dropped in phase '{phase.Name}'",
            "0: a dropped arrival is a user who was never let in",
            $"All {(most is { } users ? Figures.Count(users) + " " : "")}virtual users were busy. Raise maxVirtualUsers; when the target is that slow, lower the rate.");
}
