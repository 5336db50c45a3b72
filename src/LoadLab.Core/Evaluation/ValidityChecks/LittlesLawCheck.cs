using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Little's law N = X · (R + Z): a harness whose own numbers disagree with it is wrong.</summary>
internal sealed class LittlesLawCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        foreach (var phase in record.Phases)
        {
            var (law, ratio) = (phase.Little, phase.Little.Ratio);
            if (law.Iterations < ValidityLimits.LittleFewestIterations || law.MeasuredSeconds < ValidityLimits.LittleLeastSeconds || double.IsNaN(ratio) || law.StandardError > ValidityLimits.LittleStandardError)
            {
                continue;
            }

            var expected = law.ThroughputPerSecond * (law.ServiceSeconds + law.ThinkSeconds);
            var bad = Math.Abs(ratio - 1) > ValidityLimits.LittleTolerance && Math.Abs(expected - law.Users) > ValidityLimits.LittleLeastUsers;
            yield return new Finding(
                "littles-law",
                bad ? FindingSeverity.Invalid : FindingSeverity.Info,
                FormattableString.Invariant(
                    $"N {law.Users:0.##}, X·(R+Z) {expected:0.##} in phase '{phase.Name}' ({(ratio - 1) * 100:+0.0;-0.0;0.0} %)"),
                "within 5 % or 0.05 users: users, throughput and times are counted apart and must agree",
                bad ? "The figures contradict each other: do not use them. A load that never became steady also does this: ramp or warm up longer." : "");
        }
    }
}
