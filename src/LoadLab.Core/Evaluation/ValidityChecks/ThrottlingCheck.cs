using LoadLab.Core.Catalogue;
using LoadLab.Core.Cgroups;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>
/// Whether the generator's cgroup ran into its CPU quota: then all of its threads stood still until the end of the period, up to 100 ms, and what was to be
/// sent or was answered meanwhile looks late. Says nothing where there is no quota.
/// </summary>
internal sealed class ThrottlingCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        var seen = MeasuredHealth(record).Select(second => second.Throttling).OfType<Throttling>().ToList();
        if (seen.Count == 0)
        {
            yield break;
        }

        var sum = new Throttling(seen.Sum(second => second.Periods), seen.Sum(second => second.Throttled));
        var severity = sum.Ratio > ValidityLimits.PausedRatio ? FindingSeverity.Invalid : sum.Throttled > 0 ? FindingSeverity.Warning : FindingSeverity.Info;
        yield return new Finding(
            "cpu-quota",
            severity,
            $"the CPU quota of the generator's cgroup stopped it in {Figures.Count(sum.Throttled)} of {Figures.Count(sum.Periods)} periods"
                + (record.Fingerprint.TryGetValue(MachineFingerprint.CpuLimitKey, out var cores) ? $" ({cores} cores are allowed)" : ""),
            "1 % of them: in each the generator stands still for up to 100 ms, which looks as if the target were slow",
            severity == FindingSeverity.Info ? "" : "Raise or remove the CPU limit of LoadLab's container or service (docker --cpus, resources.limits.cpu, CPUQuota=), or run it elsewhere.");
    }
}
