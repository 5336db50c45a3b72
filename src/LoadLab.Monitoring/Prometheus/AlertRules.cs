using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Prometheus;

/// <summary>The alerting rules.</summary>
internal sealed class AlertRules(SloCatalogue catalogue, ExportLinks links)
{
    private readonly AlertPlan _plan = AlertPlan.Of(catalogue);
    private readonly Escalation _escalation = new(catalogue);
    private readonly string _name = Slug.Of(catalogue.Name);

    /// <summary>The groups.</summary>
    public YamlObject Document()
    {
        var groups = new YamlArray();
        groups.Comment("Error budgets: multi-window, multi-burn-rate alerts (Google, The Site Reliability Workbook, chapter 5).");
        groups.Add(Group("budgets", _plan.OfRows));
        if (_plan.Thresholds.Count > 0)
        {
            groups.Comment("The document's own thresholds, as backstops.");
            groups.Add(Group("thresholds", _plan.Thresholds));
        }

        groups.Comment("Silence is an alert.");
        groups.Add(Group("silence", _plan.Silence));
        return new YamlObject { { "groups", groups } };
    }

    private YamlObject Group(string name, IReadOnlyList<PlannedItem> items)
    {
        var rules = new YamlArray();
        foreach (var item in items)
        {
            if (item.LeftOut.Length > 0)
            {
                rules.Comment("Left out: " + item.LeftOut);
            }

            if (item.Alert is { } alert)
            {
                if (alert.Comment.Length > 0)
                {
                    rules.Comment(alert.Comment);
                }

                rules.Add(Rule(alert));
            }
        }

        return new YamlObject { { "name", $"{_name}-{name}" }, { "rules", rules } };
    }

    private YamlObject Rule(PlannedAlert alert) => new()
    {
        { "alert", alert.Name },
        { "expr", alert.Expression },
        { "for", alert.For > TimeSpan.Zero ? PromQl.Duration(alert.For) : null },
        {
            "labels", new YamlObject
            {
                { "severity", alert.Severity },
                { "catalogue", PromQl.Literal(catalogue.Name) },
                { "slo", Given(alert.Slo) },
                { "service", Given(PromQl.Literal(alert.Service)) },
                { "tier", Given(alert.Tier) },
                { "alert", Given(alert.Alert) },
                { "window", Given(alert.Window) },
            }
        },
        {
            "annotations", new YamlObject
            {
                { "summary", PromQl.Literal(alert.Summary) },
                { "description", PromQl.Literal(alert.Description) },
                { "source", Given(alert.Source) },
                { "tells", alert.Name == AlertKinds.Watchdog ? null : PromQl.Literal(string.Join(" → ", _escalation.Of(alert))) },
                { "runbook_url", $"{(links.Runbook.Length > 0 ? links.Runbook : Runbook.FileName(catalogue))}#{alert.Anchor}" },
                { "dashboard_url", $"{links.Dashboards}/d/{(alert.Service.Length > 0 ? DashboardIds.Service(catalogue, alert.Service) : DashboardIds.Overview(catalogue))}" },
            }
        },
    };

    private static string? Given(string text) => text.Length > 0 ? text : null;
}
