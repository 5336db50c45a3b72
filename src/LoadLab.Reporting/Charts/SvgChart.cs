using System.Globalization;
using System.Net;
using System.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>
/// Draws the model as one inline SVG. Colours are classes, so that the page's style sheet decides light or dark; no fonts, no references.
/// </summary>
internal static class SvgChart
{
    internal const int Width = 1080;
    internal const int Left = 62;
    internal const int Right = 112;
    private const int Header = 34;
    private const int Title = 26;
    private const int Gap = 10;
    private const int Footer = 28;
    private const int ShareHeight = 38;
    private const double CharacterWidth = 8.2;

    private const int PlotWidth = Width - Left - Right;

    public static string Draw(ChartModel model)
    {
        var height = Header + Footer + model.Panels.Sum(panel => Title + Height(panel) + Gap);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"chart\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(model.Title)}\">\n");
        Phases(text, model);
        double top = Header;
        for (var i = 0; i < model.Panels.Count; i++)
        {
            Panel(text, model, model.Panels[i], top + Title, first: i == 0);
            top += Title + Height(model.Panels[i]) + Gap;
        }

        foreach (var (second, label) in model.Ticks)
        {
            Text(text, label, X(model, second), top + 8, "tick", "middle");
        }

        text.Append(CultureInfo.InvariantCulture, $"<line class=\"cursor\" x1=\"0\" x2=\"0\" y1=\"{Header + Title}\" y2=\"{top - Gap}\"/>\n</svg>\n");
        return text.ToString();
    }

    private static double Height(ChartPanel panel) => panel.Share * ShareHeight;

    private static double X(ChartModel model, double second) => Left + (second / model.Seconds * PlotWidth);

    private static void Phases(StringBuilder text, ChartModel model)
    {
        foreach (var phase in model.Phases)
        {
            var room = X(model, phase.End) - X(model, phase.Start) - 6;
            var fitting = Math.Max(1, (int)(room / CharacterWidth));
            var label = phase.Label.Length <= fitting ? phase.Label : phase.Label[..Math.Max(0, fitting - 1)] + "…";
            Text(text, label, X(model, phase.Start), 19, "phase", "start");
            text.Append(CultureInfo.InvariantCulture, $"<rect class=\"phase-bar\" x=\"{X(model, phase.Start):0.#}\" y=\"27\" width=\"{Math.Max(0, room):0.#}\" height=\"2\"/>\n");
        }

        if (model.Uncounted.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"<rect class=\"shade-key\" x=\"{Width - Right + 8}\" y=\"10\" width=\"10\" height=\"10\"/>\n");
            Text(text, "not counted", Width - Right + 22, 19, "tick", "start");
        }
    }

    private static void Panel(StringBuilder text, ChartModel model, ChartPanel panel, double top, bool first)
    {
        var height = Height(panel);
        Text(text, panel.Title, Left, top - 9, "title", "start");
        foreach (var band in model.Uncounted)
        {
            var width = X(model, band.End) - X(model, band.Start);
            text.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"shade\" x=\"{X(model, band.Start):0.#}\" y=\"{top:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\"><title>{band.Label}</title></rect>\n");
            var label = band.Label.Length * CharacterWidth < width ? band.Label : band.Label.Split(',')[0];
            if (first && label.Length * CharacterWidth < width)
            {
                Text(text, label, X(model, (band.Start + band.End) / 2), top + 14, "tick", "middle");
            }
        }

        foreach (var band in model.Faults)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"fault\" x=\"{X(model, band.Start):0.#}\" y=\"{top:0.#}\" width=\"{X(model, band.End) - X(model, band.Start):0.#}\" height=\"{height:0.#}\"><title>{WebUtility.HtmlEncode(band.Label)}</title></rect>\n");
            if (first)
            {
                // Beside the band, which is often too narrow for words.
                var after = X(model, band.End) + 4 + (band.Label.Length * CharacterWidth) < Width - Right;
                Text(text, band.Label, after ? X(model, band.End) + 4 : X(model, band.Start) - 4, top + 14, "tick", after ? "start" : "end");
            }
        }

        foreach (var tick in panel.Axis.Ticks)
        {
            Rule(text, "grid", Y(tick));
            Text(text, ValueAxis.Label(tick, panel.Unit), Left - 8, Y(tick) + 4, "tick", "end");
        }

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

        foreach (var mark in first ? model.Marks.Where(mark => mark.Label.Length > 0) : [])
        {
            Text(text, mark.Label, X(model, mark.Second) + 4, top + 12, "name fill-" + Class(mark.Ink), "start");
        }

        if (panel.Series.All(series => series.LastIndex() < 0))
        {
            Text(text, "no data", Left + (PlotWidth / 2.0), top + (height / 2), "phase", "middle");
        }

        Names(text, model, panel, top, height, Y);

        double Y(double value) => top + height - (panel.Axis.Place(value) * height);
    }

    private static void Names(StringBuilder text, ChartModel model, ChartPanel panel, double top, double height, Func<double, double> y)
    {
        var named = panel.Series.Where(series => series.LastIndex() >= 0).ToList();
        var places = LabelSpread.Spread([.. named.Select(series => y(series.Y[series.LastIndex()]))], 14, top + 4, top + height - 2);
        for (var i = 0; i < named.Count; i++)
        {
            Text(text, named[i].Name, Width - Right + 8, places[i] + 4, "name fill-" + Class(named[i].Ink), "start");
        }

        var limits = panel.Limits.OrderBy(limit => limit.Value).ToList();
        var feet = LabelSpread.Spread([.. limits.Select(limit => y(limit.Value) - 5)], 15, top + 11, top + height - 3);
        for (var i = 0; i < limits.Count; i++)
        {
            var width = limits[i].Label.Length * CharacterWidth / PlotWidth;
            var start = LimitLabel.Start(model, panel, width, (top + height - feet[i]) / height, 14 / height);
            Text(text, limits[i].Label, Left + (start * PlotWidth), feet[i], "name fill-limit", "start");
        }
    }

    private static void Line(StringBuilder text, ChartModel model, ChartSeries series, Func<double, double> y, double foot)
    {
        foreach (var (from, to) in series.Runs())
        {
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

    private static void Intervals(StringBuilder text, ChartModel model, ChartSeries series, Func<double, double> y)
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

    private static void Rule(StringBuilder text, string name, double y) => text.Append(CultureInfo.InvariantCulture,
        $"<line class=\"{name}\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>\n");

    private static void Text(StringBuilder text, string content, double x, double y, string name, string anchor) => text.Append(CultureInfo.InvariantCulture,
        $"<text class=\"{name}\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(content)}</text>\n");
}
