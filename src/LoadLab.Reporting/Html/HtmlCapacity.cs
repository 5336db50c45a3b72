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

        text.Append("<section>\n<h2>How much it holds</h2>\n<ul class=\"story\">\n");
        foreach (var answer in run.Evaluation.Capacity)
        {
            text.Append("<li><b>").Append(Title(answer.Model)).Append("</b>: ").Append(Encode(CapacityText.Sentence(answer))).Append("</li>\n");
            text.AppendJoin("", answer.Notes.Select(note => $"<li>{Encode(note)}</li>\n"));
        }

        text.Append("</ul>\n");
        if (CapacityFigures.Targets(run.Evaluation.Capacity) is { Count: > 0 } targets)
        {
            Figure(text, HeadroomChart.Build(targets, run.Record.Plan.Suite), HeadroomChart.Build(targets, run.Record.Plan.Suite));
        }

        foreach (var (answer, picture) in CapacityFigures.Pictures(run))
        {
            text.Append("<h3>").Append(Title(answer.Model)).Append("</h3>\n");
            Figure(text, CapacityChart.Build(picture, 9), CapacityChart.Build(picture, 4));
            text.Append("<ul class=\"story\">\n").AppendJoin("", CapacityModelText.Lines(answer.Steps).Select(line => $"<li>{Encode(line)}</li>\n")).Append("</ul>\n");
            Steps(text, answer);
        }

        text.Append("</section>\n");
    }

    private static string Title(CapacityModel model) => model == CapacityModel.Rate ? "Arrival rate" : "Users";

    /// <summary>Twice: words of a wide picture cannot be read on a phone.</summary>
    private static void Figure(StringBuilder text, ChartModel wide, ChartModel narrow) => text
        .Append("<figure class=\"wide\">\n").Append(SvgChart.Draw(wide)).Append("</figure>\n")
        .Append("<figure class=\"narrow\">\n").Append(SvgChart.Draw(narrow, SvgChart.NarrowWidth)).Append("</figure>\n");

    private static void Steps(StringBuilder text, CapacityAnswer answer) => HtmlTable.Append(
        text,
        [">Load", "Step", ">Measured", ">Throughput", ">P50", ">P95", ">P99", ">Failed", "=Busiest", "Why"],
        answer.Steps.Select(step => (Cell[])
        [
            CapacityText.Load(step.Model, step.Load),
            new($"<span class=\"pill {Tone(step.Outcome)}\">{step.Outcome.ToString().ToLowerInvariant()}</span>"),
            Units.Duration(TimeSpan.FromSeconds(Math.Round(step.MeasuredSeconds))),
            Units.Rate(step.ThroughputPerSecond),
            Time(step, 50),
            Time(step, 95),
            Time(step, 99),
            Units.Percent(step.ErrorRatio),
            step.Resources.Count == 0 ? Units.None : step.Resources.MaxBy(use => use.BusyRatio) is { } use ? $"{use.Name}, {Units.Percent(Math.Round(use.BusyRatio, 2))}" : Units.None,
            new($"<span class=\"said\">{Encode(step.Reason)}</span>"),
        ]));

    private static string Time(CapacityStep step, double percentile) => step.PercentilesMs.TryGetValue(percentile, out var ms) ? Units.Milliseconds(ms) : Units.None;

    private static string Tone(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Holds => "good",
        StepOutcome.Breaks => "bad",
        StepOutcome.Undecided => "open",
        _ => "none",
    };
}
