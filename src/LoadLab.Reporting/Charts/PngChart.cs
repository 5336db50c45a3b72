using ScottPlot;
using SkiaSharp;

namespace LoadLab.Reporting.Charts;

/// <summary>Draws the model: each panel a plot of ScottPlot, the words where <see cref="ChartLabels"/> places them.</summary>
/// <param name="font">Family of the letters.</param>
/// <param name="palette">Its colours.</param>
/// <param name="width">Width of the picture in pixels.</param>
internal sealed class PngChart(string font, Palette palette, int width)
{
    private const int Scale = 2;
    private readonly ChartLayout _layout = new(width / Scale);

    /// <summary>Light, and as wide as the chart of a run.</summary>
    public PngChart(string font)
        : this(font, Palette.Light, RunChart.WidthPixels)
    {
    }

    /// <summary>Height of the picture in pixels.</summary>
    public static int HeightOf(ChartModel model) => (int)Math.Ceiling(ChartLayout.HeightOf(model) * Scale);

    public byte[] Draw(ChartModel model)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, HeightOf(model)));
        var canvas = surface.Canvas;
        canvas.Clear(SKColor.Parse(palette.Ground));
        foreach (var (panel, top) in ChartLayout.Plots(model))
        {
            DrawPlot(canvas, model, panel, new SKRect(ChartLayout.Left * Scale, Pixel(top), _layout.PlotEnd * Scale, Pixel(top + ChartLayout.HeightOf(panel))));
        }

        canvas.Scale(Scale);
        DrawHeader(canvas, model);
        DrawWords(canvas, model);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    private static float Pixel(double place) => (float)Math.Round(place * Scale);

    private void DrawHeader(SKCanvas canvas, ChartModel model)
    {
        using var bar = new SKPaint { Color = SKColor.Parse(palette.Rule), IsAntialias = true };
        foreach (var (x, width) in _layout.PhaseBars(model))
        {
            canvas.DrawRect((float)x, 27, (float)width, 2, bar);
        }

        if (model.Uncounted.Count > 0)
        {
            using var shade = new SKPaint { Color = SKColor.Parse(palette.Key), IsAntialias = true };
            canvas.DrawRect(_layout.PlotEnd + 8, 10, 10, 10, shade);
        }
    }

    private void DrawWords(SKCanvas canvas, ChartModel model)
    {
        using var text = new SkiaText(font, palette);
        var labels = new ChartLabels(model, _layout, text.Measure);
        var panels = ChartLayout.Plots(model).SelectMany((plot, at) => labels.Below(plot.Panel, plot.Top, at == 0).Concat(labels.Above(plot.Panel, plot.Top, at == 0)));
        foreach (var label in labels.Header().Concat(panels).Concat(labels.Footer()))
        {
            text.Write(canvas, label);
        }
    }

    private void DrawPlot(SKCanvas canvas, ChartModel model, ChartPanel panel, SKRect area)
    {
        using var plot = new Plot();
        plot.FigureBackground.Color = Color.FromHex(palette.Ground);
        plot.DataBackground.Color = Color.FromHex(palette.Ground);
        plot.Layout.Fixed(new PixelPadding(0));
        plot.Axes.Frame(false);
        plot.HideGrid();
        plot.Axes.SetLimits(0, model.Seconds, 0, 1);
        foreach (var (band, color) in model.Uncounted.Select(band => (band, palette.Shade)).Concat(model.Faults.Select(band => (band, palette.Fault))))
        {
            var span = plot.Add.HorizontalSpan(band.Start, band.End);
            span.FillColor = Color.FromHex(color);
            span.LineWidth = 0;
        }

        foreach (var tick in panel.Axis.Ticks)
        {
            Horizontal(plot, panel.Axis.Place(tick), palette.Grid, 1 * Scale, LinePattern.Solid);
        }

        foreach (var phase in model.Phases.Skip(1))
        {
            var edge = plot.Add.VerticalLine(phase.Start, 1 * Scale, Color.FromHex(palette.Rule));
            edge.LinePattern = LinePattern.Solid;
        }

        foreach (var series in panel.Series)
        {
            foreach (var (from, to) in series.Runs())
            {
                Line(plot, panel.Axis, series, from, to);
            }

            for (var i = 0; i < series.Intervals.Count; i++)
            {
                Interval(plot, panel.Axis, series, i);
            }
        }

        foreach (var mark in model.Marks)
        {
            plot.Add.VerticalLine(mark.Second, 1.5f * Scale, Color.FromHex(palette.Inks[mark.Ink]));
        }

        foreach (var limit in panel.Limits)
        {
            Horizontal(plot, panel.Axis.Place(limit.Value), palette.Inks[Ink.Limit], 1.5f * Scale, LinePattern.Dashed);
        }

        canvas.Save();
        canvas.ClipRect(area);
        plot.Render(canvas, new PixelRect(area.Left, area.Right, area.Bottom, area.Top));
        canvas.Restore();
    }

    private void Line(Plot plot, ValueAxis axis, ChartSeries series, int from, int to)
    {
        var count = to - from + 1;
        var x = series.X.Skip(from).Take(count).ToArray();
        var y = series.Y.Skip(from).Take(count).Select(axis.Place).ToArray();
        var ink = Color.FromHex(palette.Inks[series.Ink]);
        if (series.Band.Count > 0)
        {
            var band = series.Band.Skip(from).Take(count).ToList();
            var area = plot.Add.FillY(x, [.. band.Select(one => axis.Place(one.Low))], [.. band.Select(one => axis.Place(one.High))]);
            area.FillColor = ink.WithAlpha(.18);
            area.LineWidth = 0;
            area.MarkerSize = 0;
        }

        var line = plot.Add.Scatter(x, y, ink);
        line.LineWidth = (series.Dashed ? 1.5f : 2) * Scale;
        line.LinePattern = series.Dashed ? LinePattern.Dotted : LinePattern.Solid;
        line.MarkerSize = count == 1 ? 3 * Scale : 0;
        if (series.Filled)
        {
            line.FillY = true;
            line.FillYValue = 0;
            line.FillYColor = ink.WithAlpha(.18);
        }
    }

    private void Interval(Plot plot, ValueAxis axis, ChartSeries series, int i)
    {
        var ink = Color.FromHex(palette.Inks[series.Ink]);
        if (double.IsNaN(series.Y[i]))
        {
            return;
        }

        var dot = plot.Add.Marker(series.X[i], axis.Place(series.Y[i]), MarkerShape.FilledCircle, 6 * Scale, ink);
        dot.MarkerLineWidth = 0;
        var line = plot.Add.Line(series.X[i], axis.Place(series.Intervals[i].Low), series.X[i], axis.Place(series.Intervals[i].High));
        line.LineColor = ink.WithAlpha(.55);
        line.LineWidth = 1.5f * Scale;
    }

    private static void Horizontal(Plot plot, double place, string color, float width, LinePattern pattern)
    {
        var line = plot.Add.HorizontalLine(place, width, Color.FromHex(color));
        line.LinePattern = pattern;
    }
}
