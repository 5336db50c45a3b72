using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// What an SLA row and an SLO row on the same indicator say together. Each keeps its own verdict; together, inside the SLA and
/// outside the SLO is WARN: the promise to the customer holds, the target inside it does not, and the gate fails by the SLO row.
/// </summary>
/// <param name="SlaId">Id of the SLA row.</param>
/// <param name="SloId">Id of the SLO row.</param>
/// <param name="Title">Title of the SLO row.</param>
/// <param name="Status">The two together.</param>
internal sealed record IndicatorStatus(string SlaId, string SloId, string Title, Verdict Status)
{
    /// <summary>The indicators that have both an SLA and an SLO row among <paramref name="verdicts"/>, in the catalogue's order.</summary>
    public static IReadOnlyList<IndicatorStatus> Summarise(IReadOnlyList<SloVerdict> verdicts, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(catalogue);
        var byId = verdicts.ToDictionary(verdict => verdict.Id, StringComparer.Ordinal);
        return
        [
            .. from rows in catalogue.Slos.Where(slo => byId.ContainsKey(slo.Id)).GroupBy(slo => slo.IndicatorKey)
               let sla = rows.FirstOrDefault(slo => slo.Tier == SloTier.Sla)
               let slo = rows.FirstOrDefault(slo => slo.Tier == SloTier.Slo)
               where sla is not null && slo is not null
               select new IndicatorStatus(sla.Id, slo.Id, slo.Title, Combine(byId[sla.Id].Verdict, byId[slo.Id].Verdict)),
        ];
    }

    /// <summary>WARN when the SLO fails and the SLA does not; else the worse of the two.</summary>
    public static Verdict Combine(Verdict sla, Verdict slo) => (sla, slo) switch
    {
        (Verdict.Pass, Verdict.Fail) => Verdict.Warn,
        (Verdict.NotMeasured, _) => slo,
        (_, Verdict.NotMeasured) => sla,
        _ => Judgement.Severity(sla) >= Judgement.Severity(slo) ? sla : slo,
    };
}
