using SkiaSharp;

namespace LoadLab.Reporting.Charts;

/// <summary>Writes the words of the PNG chart: titles, ticks, the name at the end of each line, the SLO lines' labels. Not thread-safe.</summary>
internal sealed class ChartWords : IDisposable
{
    private readonly SKCanvas _canvas;
    private readonly int _scale;
    private readonly SKTypeface _plainFace;
    private readonly SKTypeface _boldFace;
    private readonly SKFont _plain;
    private readonly SKFont _bold;

    public ChartWords(SKCanvas canvas, string family, int scale)
    {
        _canvas = canvas;
        _scale = scale;
        _plainFace = SKTypeface.FromFamilyName(family);
        _boldFace = SKTypeface.FromFamilyName(family, SKFontStyle.Bold);
        _plain = new SKFont(_plainFace, 10.5f * scale) { Subpixel = true };
        _bold = new SKFont(_boldFace, 11.5f * scale) { Subpixel = true };
    }

    public void Dispose()
    {
        _plain.Dispose();
        _bold.Dispose();
        _plainFace.Dispose();
        _boldFace.Dispose();
    }

    /// <summary>Title, ticks, line names and limits of one panel.</summary>
    public void Panel(ChartModel model, ChartPanel panel, SKRect area, bool first)
    {
        Write(panel.Title, area.Left, area.Top - (8 * _scale), Palette.Text, _bold);
        foreach (var tick in panel.Axis.Ticks)
        {
            Write(ValueAxis.Label(tick, panel.Unit), area.Left - (8 * _scale), Y(panel, tick, area) + (3.8f * _scale), Palette.Muted, _plain, SKTextAlign.Right);
        }

        if (panel.Series.All(series => series.LastIndex() < 0))
        {
            Write("no data", area.MidX, area.MidY, Palette.Muted, _bold, SKTextAlign.Center);
        }

        if (first)
        {
            foreach (var mark in model.Marks.Where(mark => mark.Label.Length > 0))
            {
                Write(mark.Label, X(model, mark.Second, area) + (4 * _scale), area.Top + (12 * _scale), Palette.Light(mark.Ink), _plain);
            }

            Uncounted(model, area);
            Faults(model, area);
        }

        LineNames(model, panel, area);
        Limits(model, panel, area);
    }

    /// <summary>The phases above all panels.</summary>
    public void Phases(ChartModel model, SKRect area)
    {
        foreach (var phase in model.Phases)
        {
            var left = X(model, phase.Start, area);
            var room = X(model, phase.End, area) - left - (6 * _scale);
            Write(Fit(phase.Label, room, _bold), left, 20 * _scale, Palette.Muted, _bold);
            using var paint = Paint("#cfd5de");
            _canvas.DrawRect(left, 27 * _scale, room, 2 * _scale, paint);
        }

        if (model.Uncounted.Count > 0)
        {
            using var shade = Paint("#e1e5eb");
            _canvas.DrawRect(area.Right + (8 * _scale), 11 * _scale, 10 * _scale, 10 * _scale, shade);
            Write("not counted", area.Right + (22 * _scale), 20 * _scale, Palette.Muted, _plain);
        }
    }

    /// <summary>The time axis below all panels.</summary>
    public void Time(ChartModel model, SKRect area)
    {
        foreach (var (second, label) in model.Ticks)
        {
            Write(label, X(model, second, area), area.Top + (16 * _scale), Palette.Muted, _plain, SKTextAlign.Center);
        }

        Write(model.AxisTitle, area.Right + (8 * _scale), area.Top + (16 * _scale), Palette.Muted, _plain);
    }

    private void Uncounted(ChartModel model, SKRect area)
    {
        foreach (var band in model.Uncounted)
        {
            var room = X(model, band.End, area) - X(model, band.Start, area) - (4 * _scale);
            var middle = (X(model, band.Start, area) + X(model, band.End, area)) / 2;
            var text = _plain.MeasureText(band.Label) <= room ? band.Label : band.Label.Split(',')[0];
            if (_plain.MeasureText(text) <= room)
            {
                Write(text, middle, area.Top + (13 * _scale), Palette.Muted, _plain, SKTextAlign.Center);
            }
            else if (band.Label.StartsWith("ramp", StringComparison.Ordinal) && _plain.Size <= area.Height)
            {
                Upright(band.Label, middle, area);
            }
        }
    }

    // Beside the band, which is often too narrow for words.
    private void Faults(ChartModel model, SKRect area)
    {
        foreach (var band in model.Faults)
        {
            var (left, right) = (X(model, band.Start, area) - (4 * _scale), X(model, band.End, area) + (4 * _scale));
            var after = right + _plain.MeasureText(band.Label) < area.Right;
            Write(band.Label, after ? right : left, area.Top + (13 * _scale), Palette.Muted, _plain, after ? SKTextAlign.Left : SKTextAlign.Right);
        }
    }

    private void Upright(string text, float middle, SKRect area)
    {
        _canvas.Save();
        _canvas.RotateDegrees(-90, middle, area.Top + (6 * _scale));
        Write(text, middle, area.Top + (9.5f * _scale), Palette.Muted, _plain, SKTextAlign.Right);
        _canvas.Restore();
    }

    private void LineNames(ChartModel model, ChartPanel panel, SKRect area)
    {
        var named = panel.Series.Where(series => series.LastIndex() >= 0).ToList();
        var places = LabelSpread.Spread(
            [.. named.Select(series => (double)Y(panel, series.Y[series.LastIndex()], area))], 13 * _scale, area.Top + (4 * _scale), area.Bottom - (2 * _scale));
        for (var i = 0; i < named.Count; i++)
        {
            Write(named[i].Name, area.Right + (8 * _scale), (float)places[i] + (3.8f * _scale), Palette.Light(named[i].Ink), _bold);
        }
    }

    private void Limits(ChartModel model, ChartPanel panel, SKRect area)
    {
        var ordered = panel.Limits.OrderBy(limit => limit.Value).ToList();
        var places = LabelSpread.Spread(
            [.. ordered.Select(limit => (double)Y(panel, limit.Value, area) - (5 * _scale))], 14 * _scale, area.Top + (10 * _scale), area.Bottom - (3 * _scale));
        for (var i = 0; i < ordered.Count; i++)
        {
            var width = _bold.MeasureText(ordered[i].Label) / area.Width;
            var height = 14.0 * _scale / area.Height;
            var start = LimitLabel.Start(model, panel, width, (area.Bottom - places[i]) / area.Height, height);
            Write(ordered[i].Label, area.Left + (float)(start * area.Width), (float)places[i], Palette.Light(Ink.Limit), _bold);
        }
    }

    private static float X(ChartModel model, double second, SKRect area) => area.Left + (float)(second / model.Seconds * area.Width);

    private static float Y(ChartPanel panel, double value, SKRect area) => area.Bottom - (float)(panel.Axis.Place(value) * area.Height);

    private static string Fit(string text, float room, SKFont font)
    {
        while (text.Length > 1 && font.MeasureText(text) > room)
        {
            text = text[..^2] + "…";
        }

        return text;
    }

    private static SKPaint Paint(string color) => new() { Color = SKColor.Parse(color), IsAntialias = true };

    private void Write(string text, float x, float y, string color, SKFont font, SKTextAlign align = SKTextAlign.Left)
    {
        using (var halo = Paint(Palette.Ground))
        {
            halo.Color = SKColor.Parse(Palette.Ground).WithAlpha(210);
            halo.Style = SKPaintStyle.Stroke;
            halo.StrokeWidth = 3 * _scale;
            halo.StrokeJoin = SKStrokeJoin.Round;
            _canvas.DrawText(text, x, y, align, font, halo);
        }

        using var paint = Paint(color);
        _canvas.DrawText(text, x, y, align, font, paint);
    }
}
