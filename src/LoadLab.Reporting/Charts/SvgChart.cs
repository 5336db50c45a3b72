using System.Globalization;
using System.Net;
using System.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>
/// Draws the model as one inline SVG. Colours are classes, so that the page's style sheet decides light or dark; no fonts, no references.
/// </summary>
internal sealed class SvgChart
{
    internal const int Width = 1080;
    private const double CharacterWidth = 8.2;
    /// <summary>For phones: words keep their size against the page where the picture is narrow.</summary>
    internal const int NarrowWidth = 520;

    private readonly ChartLayout _layout;

    private SvgChart(int width) => _layout = new ChartLayout(width);

    public static string Draw(ChartModel model) => Draw(model, Width);

    public static string Draw(ChartModel model, int width) => new SvgChart(width).Whole(model);

    private string Whole(ChartModel model)
    {
        // The page's font is not known here: a width that no letters of it exceed on the average.
        var labels = new ChartLabels(model, _layout, (text, _) => text.Length * CharacterWidth);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"chart\" viewBox=\"0 0 {_layout.Width} {ChartLayout.HeightOf(model)}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(model.Title)}\">\n");
        Write(text, labels.Header());
        foreach (var (x, width) in _layout.PhaseBars(model))
        {
            text.Append(CultureInfo.InvariantCulture, $"<rect class=\"phase-bar\" x=\"{x:0.#}\" y=\"27\" width=\"{width:0.#}\" height=\"2\"/>\n");
        }

        if (model.Uncounted.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"<rect class=\"shade-key\" x=\"{_layout.PlotEnd + 8}\" y=\"10\" width=\"10\" height=\"10\"/>\n");
        }

        foreach (var (panel, top) in ChartLayout.Plots(model))
        {
            Panel(text, model, panel, top, labels);
        }

        Write(text, labels.Footer());
        text.Append(CultureInfo.InvariantCulture, $"<line class=\"cursor\" x1=\"0\" x2=\"0\" y1=\"{ChartLayout.Header + ChartLayout.Title}\" y2=\"{ChartLayout.Bottom(model)}\"/>\n</svg>\n");
        return text.ToString();
    }

    private double X(ChartModel model, double second) => _layout.X(model, second);

    private void Panel(StringBuilder text, ChartModel model, ChartPanel panel, double top, ChartLabels labels)
    {
        var height = ChartLayout.HeightOf(panel);
        var first = panel == model.Panels[0];
        foreach (var band in model.Uncounted)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"shade\" x=\"{X(model, band.Start):0.#}\" y=\"{top:0.#}\" width=\"{X(model, band.End) - X(model, band.Start):0.#}\" height=\"{height:0.#}\"><title>{band.Label}</title></rect>\n");
        }

        foreach (var band in model.Faults)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"fault\" x=\"{X(model, band.Start):0.#}\" y=\"{top:0.#}\" width=\"{X(model, band.End) - X(model, band.Start):0.#}\" height=\"{height:0.#}\"><title>{WebUtility.HtmlEncode(band.Label)}</title></rect>\n");
        }

        foreach (var tick in panel.Axis.Ticks)
        {
            Rule(text, "grid", Y(tick));
        }

        Write(text, labels.Below(panel, top, first));
        foreach (var series in panel.Series)
        {
            Line(text, model, series, Y, top + height);
            Intervals(text, model, series, Y);
        }

        foreach (var limit in panel.Limits)
        {
            Rule(text, "limit", Y(limit.Value));
        }

        foreach (var mark in model.Marks)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<line class=\"mark stroke-{Class(mark.Ink)}\" x1=\"{X(model, mark.Second):0.#}\" x2=\"{X(model, mark.Second):0.#}\" y1=\"{top:0.#}\" y2=\"{top + height:0.#}\"/>\n");
        }

        Write(text, labels.Above(panel, top, first));

        double Y(double value) => ChartLayout.Y(panel, top, value);
    }

    private void Line(StringBuilder text, ChartModel model, ChartSeries series, Func<double, double> y, double foot)
    {
        foreach (var (from, to) in series.Runs())
        {
            if (series.Band.Count > 0)
            {
                var edge = Enumerable.Range(from, to - from + 1).Select(i => (series.X[i], series.Band[i].High)).Concat(Enumerable.Range(from, to - from + 1).Reverse().Select(i => (series.X[i], series.Band[i].Low)));
                var outline = string.Join('L', edge.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(model, point.Item1):0.#} {y(point.Item2):0.#}")));
                text.Append(CultureInfo.InvariantCulture, $"<path class=\"area fill-{Class(series.Ink)}\" d=\"M{outline}Z\"/>\n");
            }

            var path = new StringBuilder();
            for (var i = from; i <= to; i++)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(i == from ? 'M' : 'L')}{X(model, series.X[i]):0.#} {y(series.Y[i]):0.#}");
            }

            if (from == to)
            {
                path.Append("h.1");
            }

            if (series.Filled)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"<path class=\"area fill-{Class(series.Ink)}\" d=\"{path}L{X(model, series.X[to]):0.#} {foot:0.#}L{X(model, series.X[from]):0.#} {foot:0.#}Z\"/>\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"<path class=\"line{(series.Dashed ? " planned" : "")} stroke-{Class(series.Ink)}\" d=\"{path}\"/>\n");
        }
    }

    private void Intervals(StringBuilder text, ChartModel model, ChartSeries series, Func<double, double> y)
    {
        for (var i = 0; i < series.Intervals.Count; i++)
        {
            if (double.IsNaN(series.Y[i]))
            {
                continue;
            }

            var x = X(model, series.X[i]);
            text.Append(CultureInfo.InvariantCulture,
                $"<line class=\"mark stroke-{Class(series.Ink)}\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{y(series.Intervals[i].Low):0.#}\" y2=\"{y(series.Intervals[i].High):0.#}\"/>\n");
            text.Append(CultureInfo.InvariantCulture, $"<circle class=\"fill-{Class(series.Ink)}\" cx=\"{x:0.#}\" cy=\"{y(series.Y[i]):0.#}\" r=\"3.5\"/>\n");
        }
    }

    internal static string Class(Ink ink) => ink.ToString().ToLowerInvariant();

    private void Rule(StringBuilder text, string name, double y) => text.Append(CultureInfo.InvariantCulture,
        $"<line class=\"{name}\" x1=\"{ChartLayout.Left}\" x2=\"{_layout.PlotEnd}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>\n");

    private static void Write(StringBuilder text, IEnumerable<ChartLabel> labels)
    {
        foreach (var label in labels)
        {
            var name = label.Style.ToString().ToLowerInvariant() + (label.Ink is { } ink ? " fill-" + Class(ink) : "");
            text.Append(CultureInfo.InvariantCulture,
                $"<text class=\"{name}\" x=\"{label.X:0.#}\" y=\"{label.Y:0.#}\" text-anchor=\"{label.Anchor.ToString().ToLowerInvariant()}\">{WebUtility.HtmlEncode(label.Text)}</text>\n");
        }
    }
}
