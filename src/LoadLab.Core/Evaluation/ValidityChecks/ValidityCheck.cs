using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Looks at one way in which the generator, and not the target, may have shaped a run.</summary>
internal abstract class ValidityCheck
{
    private static readonly ValidityCheck[] All =
    [
        new OutcomeCheck(), new ShardCheck(), new ScheduleLagCheck(), new DroppedCheck(), new CutOffCheck(), new ResendCheck(), new LocalLimitCheck(), new AchievedLoadCheck(), new CountsCheck(), new LittlesLawCheck(),
        new CanaryCheck(), new PauseCheck(), new ThrottlingCheck(), new BlockedThreadsCheck(), new DurabilityCheck(), new GeneratorCheck(),
    ];

    /// <summary>All checks, and what the run itself found; the worst first.</summary>
    public static Validity Run(RunRecord record, IReadOnlyList<Slo> slos, IReadOnlyList<FaultOutcome> faults)
    {
        var findings = record.Findings.Concat(All.SelectMany(check => check.Check(record, slos, faults))).OrderByDescending(finding => finding.Severity).ToList();
        return new Validity(findings.Any(finding => finding.Severity == FindingSeverity.Invalid) ? ValidityStatus.Invalid : ValidityStatus.Valid, findings);
    }

    /// <summary>What it saw: also when all is well, so that a reader knows that it looked.</summary>
    protected abstract IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos);

    /// <summary>The same for a check that lets pass what a fault on purpose explains.</summary>
    protected virtual IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos, IReadOnlyList<FaultOutcome> faults) => Check(record, slos);

    /// <summary>Arrivals of a phase that were dropped while a part was broken on purpose, and until the target had recovered.</summary>
    protected static long DroppedMeanwhile(RunRecord record, PhaseResult phase, IReadOnlyList<FaultOutcome> faults) => record.Seconds
        .Where(second => second.Measured && second.Phase == phase.Name
            && faults.Any(fault => fault is { StartSecond: { } start, UntilSecond: { } until } && second.Second >= (int)start && second.Second < until))
        .Sum(second => second.Counts.Dropped);

    /// <summary>The generator's health in the seconds in which a phase was measured.</summary>
    protected static IReadOnlyList<HealthSecond> MeasuredHealth(RunRecord record) =>
    [
        .. record.Health.Where(health => record.Phases.Any(phase =>
            health.Second >= Math.Floor(phase.MeasureStartSecond) && health.Second < phase.MeasureEndSecond)),
    ];

    protected static PhasePlan? PlanOf(RunRecord record, PhaseResult phase) => record.Plan.Phases.FirstOrDefault(plan => plan.Name == phase.Name);
}
