using LoadLab.Core;
using SkiaSharp;

namespace LoadLab.Reporting.Charts;

/// <summary>Finds a sans font. Where none is installed, the drawing library leaves all text out and says nothing.</summary>
internal static class ChartFonts
{
    private static readonly string[] Preferred = ["Inter", "DejaVu Sans", "Liberation Sans", "Noto Sans", "Open Sans", "Roboto", "Arial", "Helvetica"];

    /// <summary>The family to draw with.</summary>
    /// <exception cref="LoadLabException">No font is installed (104).</exception>
    public static string Find() => Choose(SKFontManager.Default.FontFamilies.ToList());

    internal static string Choose(IReadOnlyList<string> installed) =>
        Preferred.FirstOrDefault(name => installed.Contains(name, StringComparer.OrdinalIgnoreCase))
        ?? installed.FirstOrDefault(name => name.Contains("Sans", StringComparison.OrdinalIgnoreCase))
        ?? installed.FirstOrDefault(name => name.Length > 0)
        ?? throw new LoadLabException(
            ExitCode.BadConfiguration,
            "The chart cannot be drawn: no font is installed on this machine.",
            "Run again with --setup, or install one yourself: 'apt-get install fonts-dejavu-core' on Debian and Ubuntu.");
}
