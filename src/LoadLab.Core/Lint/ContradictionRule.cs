using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Lint;

/// <summary>Limits that cannot all mean something: an SLO looser than its SLA, a P95 above the P99, two limits for one figure.</summary>
internal sealed class ContradictionRule : LintRule
{
    private static readonly string[] Severities = ["critical", "high", "medium"];

    public override string Name => "contradiction";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue) =>
        [.. Tiers(catalogue), .. Twice(catalogue), .. Percentiles(catalogue), .. SeverityOrder(catalogue)];

    private IEnumerable<Diagnostic> Tiers(SloCatalogue catalogue) =>
        from slo in catalogue.Slos
        from sla in catalogue.Slos
        where slo.Tier == SloTier.Slo && sla.Tier == SloTier.Sla && slo.IndicatorKey == sla.IndicatorKey && IsLooser(slo.Objective, sla.Objective)
        select Warning(slo, "objective", $"The SLO {slo.Says} is looser than the SLA {LintText.Row(sla)}: the promise is broken before the target is.");

    private IEnumerable<Diagnostic> Twice(SloCatalogue catalogue) =>
        from rows in catalogue.Slos.Where(slo => slo is not CapacitySlo).GroupBy(slo => (slo.Tier, slo.IndicatorKey, (slo as ErrorRatioSlo)?.Severity))
        from row in rows.Skip(1)
        select Warning(row, "objective", $"{row.Tier.Label()} {row.Says} is on the same figure as {LintText.Row(rows.First())}: only the stricter one can decide.");

    private IEnumerable<Diagnostic> Percentiles(SloCatalogue catalogue) =>
        from lower in catalogue.Slos.OfType<ResponseTimeSlo>()
        from upper in catalogue.Slos.OfType<ResponseTimeSlo>()
        where lower.Service == upper.Service && lower.Measure == upper.Measure && lower.Windowing == upper.Windowing && lower.Tier == upper.Tier
            && lower.Percentile < upper.Percentile && IsLooser(lower.Objective, upper.Objective)
        select Warning(lower, "objective", FormattableString.Invariant($"A P{lower.Percentile} {lower.Says} is looser than {LintText.Row(upper)}, which is a P{upper.Percentile}. No percentile is above a higher one, so it never decides."));

    private IEnumerable<Diagnostic> SeverityOrder(SloCatalogue catalogue) =>
        from milder in catalogue.Slos.OfType<ErrorRatioSlo>()
        from graver in catalogue.Slos.OfType<ErrorRatioSlo>()
        where milder.Service == graver.Service && graver.Severity.Length > 0
            && Array.IndexOf(Severities, graver.Severity) < Array.IndexOf(Severities, milder.Severity) && IsLooser(graver.Objective, milder.Objective)
        select Warning(graver, "objective", $"More {graver.Severity} errors are allowed ({graver.Says}) than {milder.Severity} ones ({LintText.Row(milder)}).");

    private static bool IsLooser(Objective one, Objective other) =>
        one.Unit == other.Unit && one.WantsLess == other.WantsLess && (one.WantsLess ? one.Limit > other.Limit : one.Limit < other.Limit);
}
