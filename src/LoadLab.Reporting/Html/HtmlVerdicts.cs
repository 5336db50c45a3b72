using System.Globalization;
using System.Text;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;
using static LoadLab.Reporting.Html.HtmlTable;

namespace LoadLab.Reporting.Html;

/// <summary>The table of verdicts, each with a gauge of the measured value against its limit.</summary>
internal static class HtmlVerdicts
{
    private const double GaugeWidth = 120;

    /// <summary>The limit stands here, so that what lies beyond it has room to show.</summary>
    private const double LimitAt = 80;

    /// <summary>The rows that decide, and folded below them the others.</summary>
    public static void Append(StringBuilder text, RunEvaluation evaluation)
    {
        Append(text, RunStory.Deciding(evaluation));
        if (RunStory.Beside(evaluation) is { Count: > 0 } beside)
        {
            text.Append("<details class=\"beside\">\n<summary>").Append(Encode(RunStory.BesideInWords(beside))).Append("</summary>\n");
            Append(text, beside);
            text.Append("</details>\n");
        }
    }

    private static void Append(StringBuilder text, IReadOnlyList<SloVerdict> verdicts) => HtmlTable.Append(
        text,
        ["Verdict", "SLO", ">Measured", "against its limit", ">Must be", ">Samples", "=Where"],
        verdicts.Select(verdict => (Cell[])
        [
            new($"<span class=\"pill {Tone(verdict.Verdict)}\">{Symbol(verdict.Verdict)} {RunStory.Name(verdict.Verdict)}</span>"),
            new($"<span class=\"strong\">{Encode(verdict.Title)}</span><span class=\"sub\">{Encode(Under(verdict))}</span>"),
            new($"<span class=\"strong\">{Encode(RunStory.Measured(verdict))}</span><span class=\"sub\">{Encode(RunStory.Interval(verdict))}</span>"),
            new(Gauge(verdict)),
            Units.Limit(verdict.Limit, verdict.Comparison, verdict.Unit),
            Units.Count(verdict.Samples),
            new(Encode(verdict.Phase.Length > 0 ? verdict.Phase : "whole run")
                + (verdict.FirstCrossedSecond is { } second ? $"<span class=\"sub\">crossed from {Units.Clock(second)} on</span>" : "")),
        ]));

    /// <summary>Style class of a verdict.</summary>
    public static string Tone(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "good",
        Verdict.Fail => "bad",
        Verdict.Warn or Verdict.Inconclusive => "open",
        Verdict.NotMeasured => "none",
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };

    private static string Symbol(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "✓",
        Verdict.Fail => "✕",
        Verdict.Warn => "!",
        Verdict.Inconclusive => "?",
        Verdict.NotMeasured => "–",
        _ => throw new System.Diagnostics.UnreachableException(verdict.ToString()),
    };

    private static string Under(SloVerdict verdict)
    {
        var source = $"{verdict.Tier.Label()} {verdict.Source}{(verdict.Required ? "" : ", not required")}";
        return verdict.Verdict == Verdict.Pass ? source : $"{verdict.Reason} ({source})";
    }

    private static string Gauge(SloVerdict verdict)
    {
        if (verdict.Measured is not { } measured || !(verdict.Limit > 0))
        {
            return "";
        }

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"gauge\" viewBox=\"0 0 {GaugeWidth} 16\" aria-hidden=\"true\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"track\" y=\"5\" width=\"{GaugeWidth}\" height=\"6\" rx=\"3\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar-{Tone(verdict.Verdict)}\" y=\"5\" width=\"{Place(measured):0.#}\" height=\"6\" rx=\"3\"/>");
        if (verdict is { Low: { } low, High: { } high } && Place(high) - Place(low) >= 1.5)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"range\" x1=\"{Place(low):0.#}\" x2=\"{Place(high):0.#}\" y1=\"8\" y2=\"8\"/>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"stop\" x1=\"{LimitAt}\" x2=\"{LimitAt}\" y1=\"1\" y2=\"15\"/></svg>");
        return svg.ToString();

        double Place(double value) => Math.Clamp(value / verdict.Limit * LimitAt, 2, GaugeWidth);
    }
}
