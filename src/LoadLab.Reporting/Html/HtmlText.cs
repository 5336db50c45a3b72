using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.Figures;
using static LoadLab.Reporting.Html.HtmlTable;

namespace LoadLab.Reporting.Html;

/// <summary>The text of the HTML report. A pure function of the judged run.</summary>
internal static partial class HtmlText
{
    /// <summary>Nothing may be fetched from anywhere, whatever a name in the data says.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private const int LongCell = 90;

    public static string Of(JudgedRun run)
    {
        var (record, evaluation) = run;
        var phases = PhaseFigures.Of(record);
        var chart = ChartBuilder.Build(record, evaluation);
        var text = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        text.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(Policy).Append("\">\n");
        text.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        text.Append(Encode($"{RunStory.Decision(run.Decision)}: {record.Plan.Suite}")).Append("</title>\n<style>\n");
        text.Append(Asset("report.css")).Append("</style>\n</head>\n<body>\n<main>\n");
        Head(text, run, phases);
        if (run.Gate is { } gate)
        {
            HtmlGate.Append(text, gate);
        }

        HtmlDecision.Append(text, record, evaluation);
        HtmlCapacity.Append(text, run);
        HtmlFailures.Top(text, record);
        HtmlExamples.Append(text, record);
        HtmlVerdicts.Append(text, evaluation);
        text.Append("<figure>\n").Append(SvgChart.Draw(chart)).Append("<div class=\"tip\" hidden></div>\n</figure>\n");
        Faults(text, evaluation);
        Burns(text, evaluation);
        Alerts(text, evaluation);
        Validity(text, record, evaluation);
        foreach (var phase in phases)
        {
            HtmlPhase.Append(text, record, phase);
        }

        HtmlTraces.Append(text, record);
        Tables(text, record);
        Probes(text, record);
        Reproduce(text, record);
        text.Append("<footer>Written by LoadLab from run <code>").Append(Encode(record.RunId));
        text.Append("</code>. Response time runs from the intended start, service time from the actual one; percentiles come from merged histograms.</footer>\n");
        text.Append("</main>\n<script type=\"application/json\" id=\"chart-data\">").Append(ChartData.Json(chart)).Append("</script>\n<script>\n");
        text.Append(Asset("report.js")).Append("</script>\n</body>\n</html>\n");
        return text.ToString();
    }

    private static void Head(StringBuilder text, JudgedRun run, IReadOnlyList<PhaseFigures> phases)
    {
        var (record, evaluation) = run;
        text.Append("<header>\n<div class=\"decision ").Append(run.Decision switch { Decision.NoGo => "bad", Decision.NotJudged => "plain", _ => "good" }).Append("\">");
        text.Append(RunStory.Decision(run.Decision)).Append("</div>\n<div>\n<h1>").Append(Encode(record.Plan.Suite));
        text.Append(record.Plan.Description.Length > 0 ? ": " + Encode(record.Plan.Description) : "").Append("</h1>\n<p class=\"meta\">");
        text.Append(record.StartedAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)).Append(" UTC · run ").Append(Encode(record.RunId));
        text.Append(evaluation.Validity.Status == ValidityStatus.Valid ? " · valid" : " · <span class=\"pill bad\">INVALID</span>").Append("</p>\n<p class=\"story lead\">");
        text.AppendJoin(' ', (run.Gate is { } gate ? GateTable.Why(gate) : []).Concat(RunStory.Why(evaluation)).Select(Sentence)).Append("</p>\n<p class=\"story\">");
        text.AppendJoin(' ', RunStory.What(record, phases).Select(Sentence)).Append("</p>\n</div>\n</header>\n");
    }

    /// <summary>Encoded, and with no line break between a figure and its unit.</summary>
    private static string Sentence(string text) => Encode(FigureAndUnit().Replace(text, "\u00a0"));

    [GeneratedRegex(@"(?<=[\d<>≥≤]) (?=(?:ms|s|min|h|%|MiB|[\d])(?:\W|\d|$))", RegexOptions.CultureInvariant)]
    private static partial Regex FigureAndUnit();

    private static void Faults(StringBuilder text, RunEvaluation evaluation)
    {
        if (evaluation.Faults.Count == 0)
        {
            return;
        }

        text.Append("<section>\n<h2>Broken on purpose</h2>\n<ul class=\"story\">\n");
        foreach (var fault in evaluation.Faults)
        {
            text.Append("<li>").Append(Sentence(FaultText.Line(fault))).Append("</li>\n");
        }

        text.Append("</ul>\n</section>\n");
    }

    private static void Burns(StringBuilder text, RunEvaluation evaluation)
    {
        if (BurnTable.Rows(evaluation) is { Count: > 0 } rows)
        {
            text.Append("<section>\n<h2>Error budget, if this went on</h2>\n<p class=\"story\">").Append(Sentence(BurnTable.Note)).Append("</p>\n");
            HtmlTable.Append(text, BurnTable.Columns, rows.Select(row => (Cell[])[.. row.Select(cell => (Cell)cell)]));
            text.Append("</section>\n");
        }
    }

    private static void Alerts(StringBuilder text, RunEvaluation evaluation)
    {
        if (evaluation.Alerts.Count == 0)
        {
            return;
        }

        text.Append("<section>\n<h2>Alerts that production would have seen</h2>\n<p class=\"story\">").Append(Sentence(AlertText.Note)).Append("</p>\n");
        if (AlertTable.Rows(evaluation) is { Count: > 0 } rows)
        {
            HtmlTable.Append(text, AlertTable.Columns, rows.Select(row => (Cell[])[.. row.Select(cell => (Cell)cell)]));
        }

        if (AlertTable.Silent(evaluation) is { Count: > 0 } silent)
        {
            text.Append("<ul class=\"story\">\n").AppendJoin("", silent.Select(line => $"<li>{Sentence(line)}</li>\n")).Append("</ul>\n");
        }

        text.Append("</section>\n");
    }

    private static void Validity(StringBuilder text, RunRecord record, RunEvaluation evaluation)
    {
        var valid = evaluation.Validity.Status == ValidityStatus.Valid;
        text.Append("<section>\n<h2>Validity: ").Append(valid ? "valid" : "INVALID").Append("</h2>\n");
        var findings = evaluation.Validity.Findings.Concat(record.Findings).Distinct().ToList();
        if (findings.Count == 0)
        {
            text.Append("<p class=\"story\">The generator kept to its schedule; no check found anything.</p>\n</section>\n");
            return;
        }

        HtmlTable.Append(
            text,
            ["Severity", "Check", "Seen", "Allowed", "What to do"],
            findings.Select(finding => (Cell[])
            [
                new($"<span class=\"pill {Tone(finding.Severity)}\">{finding.Severity.ToString().ToLowerInvariant()}</span>"),
                finding.Check, finding.Seen, finding.Allowed, finding.Advice,
            ]));
        text.Append("</section>\n");
    }

    private static string Tone(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Invalid => "bad",
        FindingSeverity.Warning => "open",
        _ => "none",
    };

    private static void Tables(StringBuilder text, RunRecord record)
    {
        foreach (var table in CustomTables.Of(record).Concat(record.Tables))
        {
            text.Append("<section>\n<h2>").Append(Encode(table.Title)).Append("</h2>\n");
            HtmlTable.Append(text, ProbeTables.Columns(table), table.Rows.Select(row => (Cell[])[.. ProbeTables.Row(table, row).Select(Cut)]));
            text.Append("</section>\n");
        }
    }

    /// <summary>A long text, such as a statement, is shown with its beginning and unfolds.</summary>
    private static Cell Cut(string cell) => cell.Length <= LongCell
        ? cell
        : new Cell($"<details class=\"long\"><summary>{Encode(cell[..LongCell])} …</summary>{EncodeWhole(cell)}</details>");

    private static void Probes(StringBuilder text, RunRecord record)
    {
        var probes = RunFacts.Probes(record);
        if (probes.Count == 0)
        {
            return;
        }

        text.Append("<section>\n<h2>Probes</h2>\n");
        HtmlTable.Append(
            text,
            ["Measure", ">Min", ">Mean", ">Max", ">Samples"],
            probes.Select(probe => (Cell[])[probe.Measure.Name, probe.Min, probe.Mean, probe.Max, Units.Count(probe.Samples)]));
        text.Append("</section>\n");
    }

    private static void Reproduce(StringBuilder text, RunRecord record)
    {
        text.Append("<section>\n<h2>Run it again</h2>\n<pre>").Append(EncodeWhole(RunFacts.Command(record.Plan))).Append("</pre>\n</section>\n");
        text.Append("<details>\n<summary>What it ran on</summary>\n<table class=\"facts\"><tbody>\n");
        foreach (var (key, value) in record.Fingerprint)
        {
            text.Append("<tr><td>").Append(Encode(key)).Append("</td><td>").Append(Encode(value)).Append("</td></tr>\n");
        }

        text.Append("</tbody></table>\n</details>\n");
    }

    internal static string Asset(string name)
    {
        using var stream = typeof(HtmlText).Assembly.GetManifestResourceStream(name)
            ?? throw new System.Diagnostics.UnreachableException($"The resource '{name}' is part of this assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
