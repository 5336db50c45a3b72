using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Lint;

/// <summary>Promises without a target of their own, and targets of which nobody promised anything.</summary>
internal sealed class GapRule : LintRule
{
    public override string Name => "gap";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        foreach (var kind in catalogue.Slos.Where(slo => slo.ServiceName is not null && slo.Windowing is null).GroupBy(slo => slo.Kind))
        {
            var both = kind.GroupBy(slo => slo.IndicatorKey).Where(rows => rows.Select(row => row.Tier).Distinct().Count() > 1).Select(rows => rows.Key).ToHashSet();
            var alone = kind.Where(slo => !both.Contains(slo.IndicatorKey)).ToList();
            var slas = alone.Where(slo => slo.Tier == SloTier.Sla).ToList();
            var slos = alone.Where(slo => slo.Tier == SloTier.Slo).ToList();
            if (slas.Count > 0)
            {
                yield return Note(slas[0], "tier", $"These {kind.Key} rows have an SLA and no SLO, so nothing warns before the promise is broken: {Rows(slas)}.{Nearest(catalogue, slas, slos)}");
            }

            if (slos.Count > 0 && kind.Any(slo => slo.Tier == SloTier.Sla))
            {
                yield return Note(slos[0], "tier", $"These {kind.Key} rows have an SLO and no SLA: {Rows(slos)}.");
            }
        }
    }

    private static string Rows(IEnumerable<Slo> rows) => string.Join(", ", rows.Select(LintText.Row));

    /// <summary>A service that needs one other only is easily taken for it.</summary>
    private static string Nearest(SloCatalogue catalogue, List<Slo> slas, List<Slo> slos) => string.Concat(
        from sla in slas
        from slo in slos
        where catalogue.Services[sla.ServiceName!].DependsOn is [var needed] && needed == slo.ServiceName
        select $" {LintText.Row(slo)} is no SLO for {LintText.Row(sla)}: it is of {catalogue.Services[slo.ServiceName!].Title}, which that service needs.");
}
