using System.Globalization;
using System.Text;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Production;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Reporting.Markdown;

/// <summary>
/// A compliance report as Markdown, in the order of the document's template: the services with their rows and status, then observations. Then,
/// for a week, a month or a quarter, the five steps of a review. Pure.
/// </summary>
internal static class ComplianceMarkdown
{
    /// <summary>The whole report.</summary>
    public static string Of(ComplianceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        MarkdownText.Line(text, $"# {Kind(report.Kind)} SLO report: {Name(report)}");
        MarkdownText.Line(text, Basis(report));
        foreach (var service in report.Services)
        {
            Service(text, service);
        }

        Capacity(text, report);
        Budgets(text, report);
        Alerts(text, report);
        if (report.Observations.Count > 0)
        {
            MarkdownText.Line(text, "## Observations");
            MarkdownText.Line(text, string.Join("\n", report.Observations.Select(line => "- " + Escape(line))));
        }

        Runs(text, report);
        if (report.Review is { } review)
        {
            ReviewMarkdown.Append(text, review, report);
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void Service(StringBuilder text, ServiceCompliance service)
    {
        MarkdownText.Line(text, $"## {Escape(service.Title)}: {Status(service.Status)}");
        MarkdownTable.Append(
            text,
            ["Figure", ">Measured", "SLA", "SLO", ">Time within", "Status"],
            service.Figures.Select(figure => (string[])
            [
                figure.Title,
                figure.Measured,
                Cell(figure, SloTier.Sla),
                Cell(figure, SloTier.Slo),
                Time(figure),
                Status(figure.Status),
            ]));
        var open = service.Figures.SelectMany(figure => figure.Rows).Where(row => row.Verdict != Verdict.Pass).ToList();
        foreach (var rows in open.GroupBy(row => (row.Verdict, row.Reason)))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Word(rows.Key.Verdict)} {string.Join(", ", rows.Select(row => $"`{row.Id}`"))}: {Escape(rows.Key.Reason)}\n");
        }

        text.Append(open.Count > 0 ? "\n" : "");
    }

    private static void Capacity(StringBuilder text, ComplianceReport report)
    {
        if (report.Capacity.Count == 0)
        {
            return;
        }

        MarkdownText.Line(text, "## Capacity, from load-test runs");
        MarkdownTable.Append(
            text,
            ["Load", "Must be", "Verdict", "Run", "Why"],
            report.Capacity.Select(row => (string[])[row.Title, row.Target, Word(row.Verdict), row.RunId ?? Units.None, row.Reason]));
    }

    private static void Budgets(StringBuilder text, ComplianceReport report)
    {
        var rows = report.Services.SelectMany(service => service.Figures).SelectMany(figure => figure.Rows.Select(row => (figure.Title, Row: row))).Where(pair => pair.Row.Consumed is not null).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        MarkdownText.Line(text, "## Error budgets");
        MarkdownTable.Append(
            text,
            ["Row", "Tier", "Target", ">Reached at least", ">Consumed", ">Left", ">Burn", ">Consumed by time", ">Unknown"],
            rows.Select(pair => (string[])
            [
                pair.Title,
                pair.Row.Tier.Label(),
                pair.Row.Target,
                pair.Row.LowerBound is { } least ? ComplianceText.Ratio(least) : Units.None,
                ComplianceText.Part(pair.Row.Consumed),
                ComplianceText.Part(pair.Row.Remaining),
                pair.Row.Burn is { } burn ? BurnText.Times((double)burn) : Units.None,
                ComplianceText.Part(pair.Row.ConsumedByTime),
                Unknown(pair.Row, report),
            ]));
    }

    private static void Alerts(StringBuilder text, ComplianceReport report)
    {
        if (report.Until is null)
        {
            return;
        }

        MarkdownText.Line(text, "## Burn-rate alerts that would have fired");
        if (report.Alerts.Count == 0)
        {
            MarkdownText.Line(text, "None.");
            return;
        }

        MarkdownTable.Append(
            text,
            ["From", "Until", "Row", "Severity", "Rule"],
            report.Alerts.Select(alert => (string[])
                [MomentText.Format(alert.From), alert.Until is { } until ? MomentText.Format(until) : "still fires", alert.Id, alert.Severity, alert.Rule]));
    }

    private static void Runs(StringBuilder text, ComplianceReport report)
    {
        MarkdownText.Line(text, "## Load-test runs");
        if (report.Runs.Count == 0)
        {
            MarkdownText.Line(text, "None began in this period.");
            return;
        }

        MarkdownTable.Append(
            text,
            ["Began", "Run", "Suite", "Decision", "Validity"],
            report.Runs.Select(run => (string[])[MomentText.Format(run.StartedAt), run.RunId, run.Suite, run.Decision ?? $"not judged: {run.Outcome}", run.Validity ?? Units.None]));
    }

    private static string Basis(ComplianceReport report) => report.Until is { } until && report.SliceSeconds is { } slice
        ? $"{Escape(report.Catalogue)}, {MomentText.Format(report.From)} to {MomentText.Format(report.To)}{(until < report.To ? $", **partial**: data until {MomentText.Format(until)}" : "")}. "
            + $"From Prometheus at {Escape(report.Source!)}, in slices of {DurationValue.Format(TimeSpan.FromSeconds(slice))}. Ratios count events; *time within* is the share of slices within the target. Unknown time is never good."
        : $"{Escape(report.Catalogue)}, {MomentText.Format(report.From)} to {MomentText.Format(report.To)}. **Nothing was imported from production.**";

    private static string Cell(ComplianceFigure figure, SloTier tier) => string.Join("; ", figure.Rows.Where(row => row.Tier == tier).Select(row => $"{row.Target} {Word(row.Verdict)}"));

    private static string Time(ComplianceFigure figure) => string.Join("; ", figure.Rows.Select(row => row.TimeRatio is not { } ratio ? Units.None
        : row.TimeRatioLowerBound == ratio ? ComplianceText.Ratio(ratio) : $"{ComplianceText.Ratio(ratio)} (with gaps {ComplianceText.Ratio(row.TimeRatioLowerBound!.Value)})").Distinct());

    private static string Unknown(ComplianceRow row, ComplianceReport report) =>
        row.Slices is { Unknown: > 0 } slices ? DurationValue.Format(slices.Unknown * TimeSpan.FromSeconds(report.SliceSeconds!.Value)) : "0";

    private static string Kind(string kind) => kind switch
    {
        "quarter" => "Quarterly",
        "month" => "Monthly",
        "week" => "Weekly",
        "day" => "Daily",
        _ => "Periodic",
    };

    private static string Name(ComplianceReport report) => report.Kind == "month" ? report.From.ToString("MMMM yyyy", CultureInfo.InvariantCulture) : report.Period;

    private static string Status(ComplianceStatus status) => status switch
    {
        ComplianceStatus.Green => "🟢 Green",
        ComplianceStatus.Partly => "⚪ Not all measured",
        ComplianceStatus.NotMeasured => "⚪ NOT MEASURED",
        ComplianceStatus.Undecided => "⚪ INCONCLUSIVE",
        ComplianceStatus.Yellow => "🟡 Yellow: inside the SLA, outside the SLO",
        ComplianceStatus.Red => "🔴 Red",
        _ => throw new System.Diagnostics.UnreachableException(status.ToString()),
    };

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "✅ PASS",
        Verdict.Warn => "⚠️ WARN",
        Verdict.Fail => "❌ FAIL",
        Verdict.Inconclusive => "❔ INCONCLUSIVE",
        Verdict.NotMeasured => "➖ NOT MEASURED",
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };

    private static string Escape(string text) => MarkdownTable.Escape(text);
}
