using System.Text;
using LoadLab.Core;
using LoadLab.Core.Files;

namespace LoadLab.Reporting.Charts;

/// <summary>Writes a chart to a file whose name says as what: <c>.png</c> or <c>.svg</c>.</summary>
internal static class ChartFile
{
    /// <exception cref="LoadLabException">The name ends with neither, no font is installed for a PNG, or the file cannot be written (104).</exception>
    public static void Write(ChartModel model, string path)
    {
        Check(path);
        var bytes = Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase)
            ? new PngChart(ChartFonts.Find()).Draw(model)
            : Encoding.UTF8.GetBytes(StandaloneSvg.Draw(model));
        Write(bytes, path);
    }

    /// <summary>Writes a chart that was drawn.</summary>
    /// <exception cref="LoadLabException">The file cannot be written (104).</exception>
    public static void Write(byte[] bytes, string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            WholeFile.Write(path, bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"The chart cannot be written to '{path}': {DiskFault.Explain(fault)}.", "Give another file.", fault);
        }
    }

    /// <exception cref="LoadLabException">The name ends with neither (104).</exception>
    public static void Check(string path)
    {
        if (Path.GetExtension(path).ToUpperInvariant() is not (".PNG" or ".SVG"))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{path}' is no chart: its name ends with '{Path.GetExtension(path)}'.", "End it with .png or .svg.");
        }
    }
}
