using System.Globalization;
using System.Text;
using LoadLab.Core.Production;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Reporting.Markdown;

/// <summary>What a review talks about, in the five steps of the document (7.1). Pure.</summary>
internal static class ReviewMarkdown
{
    public static void Append(StringBuilder text, SloReview review, ComplianceReport report)
    {
        MarkdownText.Line(text, "## Review");
        MarkdownText.Line(text, "The five steps of the document's review (7.1), as far as data can take them. Nothing in it was written by hand.");
        Trends(text, review);
        Causes(text, review);
        Targets(text, review);
        Process(text, review);
        Communication(text, review, report);
    }

    private static void Trends(StringBuilder text, SloReview review)
    {
        MarkdownText.Line(text, "### 1. Data analysis: trends");
        if (review.Trends.Count == 0)
        {
            MarkdownText.Line(text, "No row was imported.");
            return;
        }

        MarkdownTable.Append(
            text,
            ["Row", "Target", .. review.Parts.Select(part => ">" + part), "First to last"],
            review.Trends.Select(trend => (string[])[trend.Id, trend.Target, .. trend.Parts.Select(Part), Direction(trend.Direction)]));
    }

    private static void Causes(StringBuilder text, SloReview review)
    {
        MarkdownText.Line(text, "### 2. Root cause analysis: what burned the budgets");
        if (review.Incidents.Count == 0)
        {
            MarkdownText.Line(text, "No incident took 1 % of a budget or more.");
        }
        else
        {
            MarkdownTable.Append(
                text,
                ["Incident", ">Length", "Share of the period's budget", "First alert"],
                review.Incidents.Select(incident => (string[])
                [
                    MomentText.Format(incident.From),
                    DurationValue.Format(incident.Until - incident.From),
                    string.Join("; ", incident.Costs.Select(cost => $"{cost.Id} {ComplianceText.Part(cost.Share)} ({Units.Counted((long)Math.Round(cost.BadEvents), "event")})")),
                    incident.Alerts.Count == 0 ? "none" : $"after {DurationValue.Format(TimeSpan.FromSeconds(incident.Alerts[0].AfterSeconds))}: {incident.Alerts[0].Alert}, {incident.Alerts[0].Severity}",
                ]));
            MarkdownText.Line(text, "Shares count the surely bad events of an incident against the budget of the whole period. The causes are for people to find.");
        }

        if (review.Rests.Count > 0)
        {
            MarkdownText.Line(text, "Spent outside of them: " + string.Join("; ", review.Rests.Select(rest =>
                $"{Escape(rest.Id)} {ComplianceText.Part(rest.Share)}{(rest.Incidents > 0 ? $", {Units.Count(rest.Incidents)} smaller incident{(rest.Incidents == 1 ? "" : "s")} among it" : "")}")) + ".");
        }
    }

    private static void Targets(StringBuilder text, SloReview review)
    {
        MarkdownText.Line(text, "### 3. Target adjustment");
        if (review.Targets.Count == 0)
        {
            MarkdownText.Line(text, "The data are no reason to change a target.");
        }
        else
        {
            MarkdownTable.Append(
                text,
                ["Row", "Target", "Criterion (7.2)", "Evidence", "To talk about"],
                review.Targets.Select(target => (string[])[target.Id, target.Target, target.Criterion, target.Evidence, target.Proposal]));
        }

        MarkdownText.Line(text, "Of customers' feedback and the competition (7.2) LoadLab has no data.");
    }

    private static void Process(StringBuilder text, SloReview review)
    {
        MarkdownText.Line(text, "### 4. Process improvement: monitoring and alerting");
        if (review.Alerts.Count > 0)
        {
            MarkdownTable.Append(
                text,
                ["Alert of the document (5.1)", "Row", ">Warnings", ">Criticals", ">Fired for"],
                review.Alerts.Select(alert => (string[])
                [
                    alert.Title,
                    alert.NotReplayed.Length > 0 ? "not replayed" : alert.Watched,
                    Times(alert, "warning"),
                    Times(alert, "critical"),
                    alert.NotReplayed.Length > 0 ? Units.None : Length(alert),
                ]));
        }

        List(text, review.Process, "Every incident would have been told, and nothing was unknown.");
    }

    private static void Communication(StringBuilder text, SloReview review, ComplianceReport report)
    {
        MarkdownText.Line(text, "### 5. Stakeholder communication: actions");
        if (review.Audience.Count > 0)
        {
            MarkdownText.Line(text, "For " + string.Join(", ", review.Audience.Select(role => $"{Escape(role.Who)} ({Escape(role.Role)})")) + ".");
        }

        MarkdownTable.Append(text, ["Action", "Answers for it"], review.Actions.Select(action => (string[])
            [action.What, action.Role.Length == 0 ? "nobody is named in the document" : action.Who.Length == 0 ? action.Role : $"{action.Who} ({action.Role})"]));
        var services = report.Services.GroupBy(service => service.Status).ToDictionary(group => group.Key, group => group.Count());
        MarkdownText.Line(text, string.Create(CultureInfo.InvariantCulture,
            $"In one line: of {Units.Counted(report.Services.Count, "service")} {services.GetValueOrDefault(ComplianceStatus.Green)} are green, {services.GetValueOrDefault(ComplianceStatus.Yellow)} inside the SLA and outside the SLO, {services.GetValueOrDefault(ComplianceStatus.Red)} red; of the others it cannot be said, or not all was measured."));
    }

    private static void List(StringBuilder text, IReadOnlyList<string> lines, string none) =>
        MarkdownText.Line(text, lines.Count == 0 ? none : string.Join("\n", lines.Select(line => "- " + Escape(line))));

    private static string Part(ReviewPart part) => part.Verdict == Verdict.NotMeasured ? Units.None : $"{part.Measured} {Mark(part.Verdict)}";

    private static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "✅ PASS",
        Verdict.Fail => "❌ FAIL",
        Verdict.Warn => "⚠️ WARN",
        _ => "❔ INCONCLUSIVE",
    };

    private static string Direction(string direction) => direction switch
    {
        "better" => "↗ better",
        "worse" => "↘ worse",
        "steady" => "→ steady",
        _ => Units.None,
    };

    private static string Times(ReviewAlert alert, string severity) => alert.NotReplayed.Length > 0 ? Units.None : Units.Count(alert.Firings.Count(firing => firing.Severity == severity));

    /// <summary>Of the level that fired longest: a critical time is a time of warning too.</summary>
    private static string Length(ReviewAlert alert)
    {
        var longest = alert.Firings.GroupBy(firing => firing.Severity).Select(level => level.Aggregate(TimeSpan.Zero, (sum, firing) => sum + ((firing.Until ?? firing.From) - firing.From))).DefaultIfEmpty(TimeSpan.Zero).Max();
        return longest == TimeSpan.Zero ? alert.Firings.Count == 0 ? "never" : "still fires" : DurationValue.Format(longest);
    }

    private static string Escape(string text) => MarkdownTable.Escape(text);
}
