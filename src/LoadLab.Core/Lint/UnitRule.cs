using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Core.Lint;

/// <summary>Alerts, panels and figures beside SLOs that they cannot be compared with.</summary>
internal sealed class UnitRule : LintRule
{
    public override string Name => "unit";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        var rows = catalogue.Slos.ToDictionary(slo => slo.Id, StringComparer.Ordinal);
        return catalogue.Document.SelectMany(entry => entry switch
        {
            AlertEntry alert => Compare(alert, "watches", alert.Watches, alert.Warning.Unit, alert.Warning, rows),
            PanelEntry panel => Compare(panel, "shows", panel.Shows, panel.Target.Unit, panel.Target, rows),
            ReportFigure { IsBudgetLeft: false } figure => Compare(figure, "shows", figure.Shows, figure.Unit, figure.Target, rows),
            _ => [],
        });
    }

    private IEnumerable<Diagnostic> Compare(CatalogueEntry entry, string key, IReadOnlyList<string> ids, string unit, Objective? side, Dictionary<string, Slo> rows) => ids
        .Select(id => rows[id])
        .Where(row => row.Objective.Unit != unit || (side is not null && side.WantsLess != row.Objective.WantsLess))
        .Select(row => Warning(entry, key, $"{entry.Says} cannot be compared with {LintText.Row(row)}: the unit or the direction is another one, so nothing was checked."));
}
