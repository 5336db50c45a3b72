using System.Text;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Prometheus;

/// <summary>The page that alerts link to: for each row what it is, who is told, what it depends on and how it is measured.</summary>
internal sealed class Runbook(SloCatalogue catalogue, ExportLinks links)
{
    private readonly AlertPlan _plan = AlertPlan.Of(catalogue);
    private readonly Escalation _escalation = new(catalogue);

    /// <summary>Its file.</summary>
    public static string FileName(SloCatalogue catalogue) => Slug.Of(catalogue.Name) + "-runbook.md";

    /// <summary>All of it.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.Append("<!-- ").Append(GeneratedMark.Of("prometheus", catalogue.Name).Replace("--", "- -", StringComparison.Ordinal)).Append(" -->\n");
        text.Append("# Alerts of ").Append(Plain(catalogue.Description.Length > 0 ? catalogue.Description : catalogue.Name)).Append('\n');
        foreach (var row in _plan.Rows)
        {
            Row(text, row);
        }

        Whole(text, AlertKinds.NoDataAtAll);
        Whole(text, AlertKinds.Watchdog);
        return text.ToString();
    }

    private void Row(StringBuilder text, WatchedRow row)
    {
        text.Append("\n## ").Append(row.Slo.Id).Append("\n\n");
        text.Append(Plain(row.Slo.Title)).Append(": ").Append(row.Slo.Says).Append(" (").Append(row.Slo.Tier.Label()).Append(", ").Append(row.Slo.Source).Append(").\n");
        if (row.Slo.ServiceName is { } name && catalogue.Services.TryGetValue(name, out var service))
        {
            text.Append("Service: [").Append(Plain(service.Title)).Append("](").Append(links.Dashboards).Append("/d/").Append(DashboardIds.Service(catalogue, name)).Append(')');
            text.Append(service.DependsOn.Count == 0 ? ".\n" : $". It fails without {Plain(string.Join(", ", service.DependsOn.Select(needed => catalogue.Services[needed].Title)))}: look there first.\n");
        }

        text.Append("\n| Alert | Severity | When | Tells |\n| --- | --- | --- | --- |\n");
        foreach (var alert in _plan.All.Where(alert => alert.Slo == row.Slo.Id))
        {
            text.Append("| ").Append(alert.Name).Append(alert.Window.Length > 0 ? " " + alert.Window : "").Append(" | ").Append(alert.Severity).Append(" | ")
                .Append(Cell(alert.Description)).Append(" | ").Append(Cell(string.Join(" → ", _escalation.Of(alert)))).Append(" |\n");
        }

        text.Append("\nMeasured by:\n\n```promql\n").AppendJoin("\n", row.Slo.Production!.All).Append("\n```\n");
        foreach (var issue in catalogue.KnownIssues.Where(issue => _plan.All.Any(alert => alert.Slo == row.Slo.Id && alert.Alert == issue.Alert)))
        {
            text.Append("\nKnown: ").Append(Plain(issue.Ticket)).Append(", expected until ").Append(issue.Until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Append(".\n");
        }
    }

    private void Whole(StringBuilder text, string name)
    {
        if (_plan.All.FirstOrDefault(alert => alert.Name == name) is { } alert)
        {
            text.Append("\n## ").Append(name.ToLowerInvariant()).Append("\n\n").Append(Plain(alert.Description)).Append('\n');
        }
    }

    private static string Plain(string text) => text.ReplaceLineEndings(" ").Replace("<", "&lt;", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);

    private static string Cell(string text) => Plain(text).Replace("|", "\\|", StringComparison.Ordinal);
}
