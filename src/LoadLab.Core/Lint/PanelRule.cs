using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Lint;

/// <summary>Panels of the SLO dashboard that draw another line than the SLO.</summary>
internal sealed class PanelRule : LintRule
{
    public override string Name => "panel";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        foreach (var panel in catalogue.Document.OfType<PanelEntry>())
        {
            var shown = catalogue.Slos.Where(slo => panel.Shows.Contains(slo.Id)).ToList();
            var slos = shown.Where(slo => slo.Tier == SloTier.Slo).ToList();
            if (slos.Any(Draws))
            {
                continue;
            }

            var line = shown.FirstOrDefault(Draws) is { } sla ? $"which is the SLA {LintText.Row(sla)}" : "which is neither an SLO nor an SLA of what it shows";
            var wanted = slos.Count > 0 ? $"The SLO is {string.Join(", ", slos.Select(LintText.Row))}." : "There is no SLO on what it shows.";
            yield return Warning(panel, "target", $"The SLO dashboard draws {panel.Target.Text}, {line}. {wanted}");

            bool Draws(Slo slo) => slo.Objective.Unit == panel.Target.Unit && (decimal)slo.Objective.Limit == (decimal)panel.Target.Limit;
        }
    }
}
