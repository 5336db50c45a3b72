using System.Diagnostics;
using System.Text;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.Figures;
using static LoadLab.Reporting.Html.HtmlTable;

namespace LoadLab.Reporting.Html;

/// <summary>What a capacity search found: its answers, charts, steps and models.</summary>
internal static class HtmlCapacity
{
    public static void Append(StringBuilder text, JudgedRun run)
    {
        if (run.Evaluation.Capacity.Count == 0)
        {
            return;
        }

        text.Append("<section>\n<h2>How much it holds</h2>\n<div class=\"answers\">\n");
        foreach (var answer in run.Evaluation.Capacity)
        {
            Answer(text, answer);
        }

        text.Append("</div>\n");
        if (CapacityFigures.Targets(run.Evaluation.Capacity) is { Count: > 0 } targets)
        {
            Figure(text, HeadroomChart.Build(targets, run.Record.Plan.Suite), HeadroomChart.Build(targets, run.Record.Plan.Suite));
        }

        foreach (var (answer, picture) in CapacityFigures.Pictures(run))
        {
            text.Append("<h3>").Append(CapacityTable.Title(answer.Model)).Append("</h3>\n");
            text.Append("<ul class=\"story\">\n").AppendJoin("", answer.Notes.Select(note => $"<li>{Encode(note)}</li>\n")).Append("</ul>\n");
            Figure(text, CapacityChart.Build(picture, 9), CapacityChart.Build(picture, 4));
            text.Append("<ul class=\"story\">\n").AppendJoin("", CapacityModelText.Lines(answer.Steps).Select(line => $"<li>{Encode(line)}</li>\n")).Append("</ul>\n");
            Steps(text, answer);
        }

        text.Append("</section>\n");
    }

    /// <summary>The answer in figures that can be read across a room, and below them what broke first.</summary>
    private static void Answer(StringBuilder text, CapacityAnswer answer)
    {
        var held = CapacityText.Held(answer) ?? (answer.Status == CapacityStatus.Invalid ? "INVALID" : "not known");
        var range = answer is { Load: not null, Held: { } ends } ? CapacityFigure.Range(answer.Model, ends) : null;
        text.Append("<div class=\"answer\">\n<span class=\"sub\">").Append(CapacityTable.Title(answer.Model)).Append("</span>\n<div class=\"big\">").Append(Encode(held)).Append("</div>\n<span class=\"sub\">");
        text.Append(Encode(string.Join(" · ", new[] { range is null ? "" : "95 % interval " + range, SearchStory.Asked(answer).TrimStart(',', ';', ' '), SearchStory.Status(answer) }.Where(part => part.Length > 0)))).Append("</span>\n");
        if (answer.Reason.Length > 0)
        {
            text.Append("<p>").Append(answer.BrokeAt is { } at ? $"At <b>{Encode(CapacityText.Load(answer.Model, at))}</b> " : "").Append(Encode(answer.Reason.TrimEnd('.'))).Append(".</p>\n");
        }

        text.AppendJoin("", answer.Steps.Count > 0 ? [] : answer.Notes.Select(note => $"<p>{Encode(note)}</p>\n")).Append("</div>\n");
    }

    /// <summary>Twice: words of a wide picture cannot be read on a phone.</summary>
    private static void Figure(StringBuilder text, ChartModel wide, ChartModel narrow) => text
        .Append("<figure class=\"wide\">\n").Append(SvgChart.Draw(wide)).Append("</figure>\n")
        .Append("<figure class=\"narrow\">\n").Append(SvgChart.Draw(narrow, SvgChart.NarrowWidth)).Append("</figure>\n");

    private static void Steps(StringBuilder text, CapacityAnswer answer) => HtmlTable.Append(
        text,
        [.. CapacityTable.Columns.Select(column => column == "Busiest" ? "=" + column : column)],
        answer.Steps.Select(step => (Cell[])
        [
            .. CapacityTable.Row(step).Select((cell, at) => at == 1 ? new Cell($"<span class=\"pill {Tone(step.Outcome)}\">{Encode(cell)}</span>")
                : at == CapacityTable.Columns.Count - 1 ? new Cell($"<span class=\"said\">{Encode(cell)}</span>") : cell),
        ]));

    private static string Tone(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Holds => "good",
        StepOutcome.Breaks => "bad",
        StepOutcome.Undecided => "open",
        StepOutcome.Invalid => "none",
        _ => throw new UnreachableException($"{outcome} has no tone."),
    };
}
