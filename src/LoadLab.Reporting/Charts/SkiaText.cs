using SkiaSharp;

namespace LoadLab.Reporting.Charts;

/// <summary>Measures and writes the labels of the PNG chart, with a halo that keeps them readable above lines. Not thread-safe.</summary>
internal sealed class SkiaText : IDisposable
{
    private readonly SKTypeface _plainFace;
    private readonly SKTypeface _boldFace;
    private readonly SKFont _plain;
    private readonly SKFont _bold;

    private readonly Palette _palette;

    public SkiaText(string family, Palette palette)
    {
        _palette = palette;
        _plainFace = SKTypeface.FromFamilyName(family);
        _boldFace = SKTypeface.FromFamilyName(family, SKFontStyle.Bold);
        _plain = new SKFont(_plainFace, 10.5f) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
        _bold = new SKFont(_boldFace, 11.5f) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
    }

    public void Dispose()
    {
        _plain.Dispose();
        _bold.Dispose();
        _plainFace.Dispose();
        _boldFace.Dispose();
    }

    /// <summary>Width of a word.</summary>
    public double Measure(string text, LabelStyle style) => Font(style).MeasureText(text);

    /// <summary>Writes a label.</summary>
    public void Write(SKCanvas canvas, ChartLabel label)
    {
        var align = label.Anchor switch { LabelAnchor.Middle => SKTextAlign.Center, LabelAnchor.End => SKTextAlign.Right, _ => SKTextAlign.Left };
        using (var halo = new SKPaint { Color = SKColor.Parse(_palette.Ground).WithAlpha(210), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 3, StrokeJoin = SKStrokeJoin.Round })
        {
            canvas.DrawText(label.Text, (float)label.X, (float)label.Y, align, Font(label.Style), halo);
        }

        using var paint = new SKPaint { Color = SKColor.Parse(Color(label)), IsAntialias = true };
        canvas.DrawText(label.Text, (float)label.X, (float)label.Y, align, Font(label.Style), paint);
    }

    private SKFont Font(LabelStyle style) => style == LabelStyle.Tick ? _plain : _bold;

    private string Color(ChartLabel label) => label.Ink is { } ink ? _palette.Inks[ink] : label.Style == LabelStyle.Title ? _palette.Text : _palette.Muted;
}
