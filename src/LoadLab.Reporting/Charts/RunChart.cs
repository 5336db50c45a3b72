using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Charts;

/// <summary>
/// The chart of a run over time: response time with its SLO lines, throughput, and saturation, one above the other on one time
/// axis; ramps are shaded. Stateless, thread-safe.
/// </summary>
public static class RunChart
{
    /// <summary>Width of the picture in pixels; it is meant to be shown at half of that.</summary>
    public const int WidthPixels = 1600;

    /// <summary>Draws the chart as PNG.</summary>
    /// <exception cref="LoadLabException">No font is installed (104); the hint says how to get one.</exception>
    public static byte[] Png(RunRecord record, RunEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(evaluation);
        return new PngChart(ChartFonts.Find()).Draw(ChartBuilder.Build(record, evaluation));
    }
}
