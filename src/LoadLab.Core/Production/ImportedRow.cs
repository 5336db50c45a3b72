using LoadLab.Core.Text;

namespace LoadLab.Core.Production;

/// <summary>One row of a catalogue as it was imported.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Says">Its limit when it was imported: <c>&lt; 800ms</c>. A histogram was cut at it, so the row counts only for this limit.</param>
/// <param name="IsOfEvents">True when its samples are of events, false for plain values.</param>
/// <param name="Percentile">Its percentile; null when it has none.</param>
/// <param name="Queries">The queries as they were asked, with everything put in.</param>
/// <param name="Samples">One for each slice that was over.</param>
/// <param name="Buckets">Buckets of a histogram summed over the period, without maintenance; empty for other rows.</param>
/// <param name="Contradictions">Slices in which more events were good than there were: they are unknown.</param>
/// <param name="Remark">Why less is known than was asked for, as far as the answers themselves say it; null when they do not.</param>
public sealed record ImportedRow(
    string Id,
    string Says,
    bool IsOfEvents,
    double? Percentile,
    IReadOnlyList<string> Queries,
    IReadOnlyList<SliceSample> Samples,
    IReadOnlyList<BucketSum> Buckets,
    int Contradictions,
    string? Remark = null)
{
    /// <summary>The same, also for an import that kept only the number of its contradictions.</summary>
    internal string? Doubt => Remark ?? (Contradictions == 0 ? null
        : $"in {Units.Counted(Contradictions, "slice")} more events were good than there were: its queries good and total do not fit each other");
}
