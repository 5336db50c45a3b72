using System.Text;
using System.Text.Json.Nodes;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Grafana;

/// <summary>Every SLO: whether it is kept, what was attained in the time that is shown (the month so far), what is left of its budget and how fast that burns.</summary>
internal sealed class OverviewPage(SloCatalogue catalogue, IReadOnlyList<WatchedRow> rows, IReadOnlyList<string> services)
{
    /// <summary>All of it.</summary>
    public JsonObject Dashboard()
    {
        var page = new Page(catalogue, DashboardIds.Overview(catalogue), $"{catalogue.Name}: SLOs");
        foreach (var panel in catalogue.Document.OfType<PanelEntry>())
        {
            OfDocument(page, panel);
        }

        page.Add(Table(), 24, 14);
        page.Add(Panels.Lines("Error budget left", "Of each row's own period, by events. Below 0 it is overspent.", "percentunit", Panels.Steps("red", (0, "green")), (RowNames.All(RowNames.BudgetLeft, catalogue), "{{slo}}")), 12, 9);
        page.Add(Panels.Lines("Burn rate in the last hour", "1 spends the budget in exactly its period.", "none", Panels.Steps("green", (1, "orange"), (14.4, "red")), (Burn(), "{{slo}}")), 12, 9);
        if (NotMeasured() is { Length: > 0 } words)
        {
            page.Add(Panels.Words("Not measured in production", words), 24, 8);
        }

        return page.Dashboard("now/M", services.Select(service => (ServicePage.Title(catalogue, service), DashboardIds.Service(catalogue, service))));
    }

    /// <summary>A panel that the document asks for: its own line, and those of the SLO and SLA that it shows.</summary>
    private void OfDocument(Page page, PanelEntry panel)
    {
        var shown = rows.Where(row => panel.Shows.Contains(row.Slo.Id) && row.Slo.Objective.Unit == panel.Target.Unit && row.Slo.Objective.WantsLess == panel.Target.WantsLess).ToList();
        if (shown.Count == 0)
        {
            page.Add(Panels.Words(panel.Title, $"{panel.Source}: production measures no SLO that it shows."), 8, 8);
            return;
        }

        var lines = string.Join(", ", shown.Select(row => $"{row.Slo.Tier.Label()} {row.Slo.Says}"));
        page.Add(
            Panels.Lines(
                panel.Title,
                $"{panel.Source} ({panel.Metric}): the document draws {panel.Target.Sign} {panel.Target.Text}. Lines: {lines}. Windows of {DurationValue.Format(WatchedRow.DefaultWindow)}.",
                Panels.Unit(panel.Target.Unit),
                Panels.Limits(shown.Select(row => row.Slo.Objective).Append(panel.Target)),
                (RowNames.Of(RowNames.Figure(WatchedRow.DefaultWindow), catalogue, shown[0].Slo.Id), panel.Title)),
            8,
            8);
    }

    private JsonObject Table()
    {
        var (bad, total) = ($"sum_over_time({RowNames.All(RowNames.Bad, catalogue)}[$__range])", $"(sum_over_time({RowNames.All(RowNames.Total, catalogue)}[$__range]) > 0)");
        var target = RowNames.All(RowNames.Target, catalogue);
        var budgets = rows.Where(row => row.Target is not null).ToList();
        var values = rows.Where(row => row.Target is null).ToList();
        var kept = values.Select(row => $"({RowNames.Of(RowNames.Figure(WatchedRow.DefaultWindow), catalogue, row.Slo.Id)} {row.Slo.Objective.Comparison.CodeSign()} bool {PromQl.Number(row.Slo.Objective.Limit)})");
        var columns = new List<(string Name, string Unit, string Query)>
        {
            ("Kept", "none", string.Join("\nor ", budgets.GroupBy(IsStrict).Select(group => Kept([.. group], group.Key)).Concat(kept))),
            ("Alerts", "none", $"count by (slo, service, tier, catalogue) (ALERTS{{catalogue={PromQl.Quote(catalogue.Name)},alertstate=\"firing\",slo!=\"\"}})"),
        };
        if (budgets.Count > 0)
        {
            columns.AddRange(
            [
                ("Attained", "percentunit", $"1 - {bad} / {total}"),
                ("Target", "percentunit", target),
                ("Budget left", "percentunit", RowNames.All(RowNames.BudgetLeft, catalogue)),
                ("Burn (1h)", "none", Burn()),
                ("Period known", "percentunit", RowNames.All(RowNames.PeriodKnown, catalogue)),
            ]);
        }

        if (values.Count > 0)
        {
            columns.Add(("Now", "none", $"{{__name__={PromQl.Quote(RowNames.Figure(WatchedRow.DefaultWindow))},catalogue={PromQl.Quote(catalogue.Name)},{PromQl.OneOf("slo", [.. values.Select(row => row.Slo.Id)])}}}"));
        }

        return SloTable.Of(columns);
    }

    /// <summary>1 where the share of bad events keeps the target. The billionth is for 1 - 0.99, which is not 0.01 in binary.</summary>
    private string Kept(IReadOnlyList<WatchedRow> group, bool isStrict)
    {
        var of = $"{{catalogue={PromQl.Quote(catalogue.Name)},{PromQl.OneOf("slo", [.. group.Select(row => row.Slo.Id)])}}}";
        return $"(sum_over_time({RowNames.Bad}{of}[$__range]) / (sum_over_time({RowNames.Total}{of}[$__range]) > 0) {(isStrict ? "< bool (1 - " : "<= bool (1 - ")}{RowNames.Target}{of} {(isStrict ? "- " : "+ ")}0.000000001))";
    }

    /// <summary>True when a row at its very limit is broken. A percentile asks for at least its share.</summary>
    private static bool IsStrict(WatchedRow row) => row.Slo is { Figure: SloFigure.Share, Objective.Comparison: ComparisonOperator.LessThan or ComparisonOperator.GreaterThan };

    private string Burn() => $"{RowNames.All(RowNames.BadRatio(TimeSpan.FromHours(1)), catalogue)} / (1 - {RowNames.All(RowNames.Target, catalogue)} > 0)";

    private string NotMeasured()
    {
        var text = new StringBuilder();
        foreach (var slo in catalogue.Slos.Where(slo => rows.All(row => row.Slo.Id != slo.Id)))
        {
            text.Append("- **").Append(Plain(slo.Title)).Append("** (").Append(slo.Source).Append("): ")
                .Append(Plain(slo.Production?.NotMeasured is { Length: > 0 } reason ? reason
                    : slo.Figure == SloFigure.Load ? "an offered load is no SLO of production." : "the catalogue does not say how (production:)."))
                .Append('\n');
        }

        return text.ToString();
    }

    private static string Plain(string text) => text.ReplaceLineEndings(" ").Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
