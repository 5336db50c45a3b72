using System.Text;
using LoadLab.Core;

namespace LoadLab.Reporting.Charts;

/// <summary>
/// Writes a chart for every place that it may be shown at: PNG for a light ground and a dark one, each also narrow for phones, one SVG that follows its viewer's
/// ground, and the figures as CSV.
/// </summary>
internal static class ChartSet
{
    private const int NarrowPixels = 750;

    /// <summary>Writes the files.</summary>
    /// <param name="wide">The chart.</param>
    /// <param name="narrow">The chart with fewer ticks.</param>
    /// <param name="directory">Where.</param>
    /// <param name="name">Their name, without ending.</param>
    /// <returns>Their paths.</returns>
    /// <exception cref="LoadLabException">No font is installed, or a file cannot be written (104).</exception>
    public static IReadOnlyList<string> Write(ChartModel wide, ChartModel narrow, string directory, string name)
    {
        var font = ChartFonts.Find();
        (string Ending, byte[] Bytes)[] files =
        [
            (".png", new PngChart(font).Draw(wide)),
            ("-dark.png", new PngChart(font, Palette.Dark, RunChart.WidthPixels).Draw(wide)),
            ("-narrow.png", new PngChart(font, Palette.Light, NarrowPixels).Draw(narrow)),
            ("-narrow-dark.png", new PngChart(font, Palette.Dark, NarrowPixels).Draw(narrow)),
            (".svg", Encoding.UTF8.GetBytes(StandaloneSvg.Draw(wide))),
            (".csv", Encoding.UTF8.GetBytes(ChartCsv.Of(wide))),
        ];
        var paths = new List<string>();
        foreach (var (ending, bytes) in files)
        {
            var path = Path.GetFullPath(Path.Combine(directory, name + ending));
            ChartFile.Write(bytes, path);
            paths.Add(path);
        }

        return paths;
    }
}
