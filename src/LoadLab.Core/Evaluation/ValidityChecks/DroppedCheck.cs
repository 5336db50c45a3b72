using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Arrivals that never started: users that the target never saw.</summary>
internal sealed class DroppedCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos) => Check(record, slos, []);

    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos, IReadOnlyList<FaultOutcome> faults) =>
        from phase in record.Phases
        where phase.Measured.Dropped > 0
        let most = PlanOf(record, phase)?.MaxVirtualUsers
        // While a part is broken on purpose all users may be busy waiting: that is what the fault does, and the rest of the run counts.
        let meant = phase.Measured.Dropped <= DroppedMeanwhile(record, phase, faults)
        select new Finding(
            "dropped",
            meant ? FindingSeverity.Warning : FindingSeverity.Invalid,
            $"{Figures.Count(phase.Measured.Dropped)} of {Figures.Count(phase.Measured.Scheduled)} arrivals dropped in phase '{phase.Name}'{(meant ? ", all of them between a fault on purpose and the recovery" : "")}",
            "0: a dropped arrival is a user who was never let in",
            record.Driver is null
                ? $"All {(most is { } users ? Figures.Count(users) + " " : "")}virtual users were busy. Raise maxVirtualUsers; when the target is that slow, lower the rate."
                : "No virtual user was free: a driver that makes those above the prepared ones while the load runs drops arrivals meanwhile. Raise preparedVirtualUsers, and maxVirtualUsers where all were busy; when the target is that slow, lower the rate.");
}
