using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Charts;

/// <summary>Puts what was saturated right below the SLO that was crossed, on the same clock, and marks both moments through the whole chart.</summary>
internal static class CausePanel
{
    private const double NewPanelShare = 2;

    /// <summary>The chart as it is when nothing was crossed.</summary>
    public static ChartModel Highlight(ChartModel model, RunRecord record, RunEvaluation evaluation)
    {
        if (evaluation.Attribution is not { } found || model.Panels.Count == 0)
        {
            return model;
        }

        var slo = evaluation.Verdicts.FirstOrDefault(verdict => verdict.Id == found.SloId)?.Measure;
        var crossed = model.Panels.FirstOrDefault(panel => slo is { Length: > 0 } && panel.Measures.Contains(slo)) ?? model.Panels[0];
        var cause = found.Causes.Count == 0 ? null : found.Causes[0];
        var saturated = cause is null ? null : model.Panels.FirstOrDefault(panel => panel.Measures.Contains(cause.Measure)) ?? Panel(record, cause.Measure, model.Seconds);
        var first = new List<ChartPanel> { crossed };
        if (saturated is not null && saturated != crossed)
        {
            first.Add(saturated);
        }

        var panels = first.Concat(model.Panels.Except(first)).ToList();
        var marks = new List<ChartMark> { new(found.CrossedSecond, Ink.Limit) };
        panels[0] = panels[0] with { Title = $"{crossed.Title} · SLO crossed at {Units.Clock(found.CrossedSecond)}" };
        if (saturated is not null && cause is not null)
        {
            var at = first.Count - 1;
            panels[at] = panels[at] with { Title = $"{panels[at].Title} · what broke first, from {Units.Clock(cause.OnsetSecond)} on" };
            marks.Add(new(cause.OnsetSecond, Ink.Resource));
        }

        return model with { Panels = panels, Marks = marks };
    }

    /// <summary>A panel for a measure that the chart does not show otherwise; null when nobody sampled it.</summary>
    private static ChartPanel? Panel(RunRecord record, string measure, double seconds)
    {
        var probe = record.Probes.FirstOrDefault(series => series.Measure.Name == measure);
        var points = probe?.Between(0, seconds).Where(point => double.IsFinite(point.Value)).ToList() ?? [];
        return probe is null || points.Count == 0
            ? null
            : new ChartPanel(
                probe.Measure.Description.Length > 0 ? probe.Measure.Description : measure,
                probe.Measure.Unit,
                [new(measure, Ink.Resource, [.. points.Select(point => point.Second)], [.. points.Select(point => point.Value)])],
                [],
                ValueAxis.For(points.Select(point => point.Value), [], mayBeLog: false),
                NewPanelShare)
            { Measures = [measure] };
    }
}
