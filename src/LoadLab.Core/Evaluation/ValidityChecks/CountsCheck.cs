using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Nothing vanishes: counts add up, and the histograms hold as many iterations as the counts.</summary>
internal sealed class CountsCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        var faults = record.Phases.SelectMany(phase => FindFaults(record, phase)).ToList();
        yield return faults.Count == 0
            ? new Finding("counts", FindingSeverity.Info, "all counts add up", "scheduled = started + dropped; started = ok + failed + interrupted", "")
            : new Finding(
                "counts",
                FindingSeverity.Invalid,
                string.Join("; ", faults),
                "scheduled = started + dropped; started = ok + failed + interrupted; as many in the histograms",
                "Samples were lost. This is a fault of LoadLab or of the stored record: please report it with the run's directory.");
    }

    private static IEnumerable<string> FindFaults(RunRecord record, PhaseResult phase)
    {
        foreach (var (name, counts) in new[] { ("measured", phase.Measured), ("whole", phase.Whole) })
        {
            if (!counts.AddUp)
            {
                yield return $"phase '{phase.Name}', {name}: {counts.Scheduled} scheduled, {counts.Started} started, {counts.Dropped} dropped, "
                    + $"{counts.Ok} ok, {counts.Failed} failed, {counts.Interrupted} interrupted";
            }
        }

        var ended = phase.Measured.Ok + phase.Measured.Failed;
        var recorded = record.Slices
            .Where(slice => slice.Key.Phase == phase.Name && slice.Key.Measured && slice.Key.Step == SeriesKey.WholeIteration)
            .Sum(slice => slice.Service.TotalCount);
        if (recorded != ended)
        {
            yield return $"phase '{phase.Name}': {recorded} iterations in the histograms, {ended} counted";
        }
    }
}
