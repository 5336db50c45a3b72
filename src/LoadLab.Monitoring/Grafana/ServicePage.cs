using System.Text.Json.Nodes;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Grafana;

/// <summary>One service: each of its figures with the lines of the SLO and the SLA on it, its budgets, and its events.</summary>
internal sealed class ServicePage(SloCatalogue catalogue, string service, IReadOnlyList<WatchedRow> all)
{
    private readonly IReadOnlyList<WatchedRow> _rows = [.. all.Where(row => row.Service == service)];

    /// <summary>Its title.</summary>
    public static string Title(SloCatalogue catalogue, string service) => catalogue.Services.TryGetValue(service, out var known) ? known.Title : "Of no service";

    /// <summary>All of it.</summary>
    public JsonObject Dashboard()
    {
        var page = new Page(catalogue, DashboardIds.Service(catalogue, service), $"{catalogue.Name}: {Title(catalogue, service)}");
        foreach (var figure in _rows.GroupBy(row => $"{row.Slo.IndicatorKey}\n{string.Join('\n', row.Slo.Production!.All)}"))
        {
            page.Add(Figure([.. figure]), 12, 8);
        }

        if (_rows.Any(row => row.Target is not null))
        {
            var burn = $"{InService(RowNames.BadRatio(TimeSpan.FromHours(1)))} / (1 - {InService(RowNames.Target)} > 0)";
            page.Add(Panels.Lines("Burn rate in the last hour", "1 spends the budget in exactly its period.", "none", Panels.Steps("green", (1, "orange"), (14.4, "red")), (burn, "{{slo}}")), 12, 8);
            page.Add(Panels.Lines("Error budget left", "Of each row's own period, by events. Below 0 it is overspent.", "percentunit", Panels.Steps("red", (0, "green")), (InService(RowNames.BudgetLeft), "{{slo}}")), 12, 8);
            page.Add(Panels.Lines($"Events each {DurationValue.Format(WatchedRow.SliceOf(catalogue))}", "All that the rows count.", "short", null, (InService(RowNames.Seen), "{{slo}}")), 12, 8);
            page.Add(Panels.Lines($"Bad events each {DurationValue.Format(WatchedRow.SliceOf(catalogue))}", "Those outside each row's target.", "short", null, (InService(RowNames.Bad), "{{slo}}")), 12, 8);
        }

        return page.Dashboard("now-6h", [("All SLOs", DashboardIds.Overview(catalogue))]);
    }

    private JsonObject Figure(IReadOnlyList<WatchedRow> rows)
    {
        var first = rows[0].Slo;
        var limits = string.Join(", ", rows.Select(row => $"{row.Slo.Tier.Label()} {row.Slo.Says} ({row.Slo.Source})"));
        return Panels.Lines(
            string.Join(" / ", rows.Select(row => row.Slo.Title)),
            $"Windows of {DurationValue.Format(WatchedRow.DefaultWindow)}. Lines: {limits}.",
            Panels.Unit(first.Objective.Unit),
            Panels.Limits(rows.Select(row => row.Slo.Objective)),
            (RowNames.Of(RowNames.Figure(WatchedRow.DefaultWindow), catalogue, first.Id), first.Title));
    }

    private string InService(string name) => $"{name}{{catalogue={PromQl.Quote(catalogue.Name)},service={PromQl.Quote(service)}}}";
}
