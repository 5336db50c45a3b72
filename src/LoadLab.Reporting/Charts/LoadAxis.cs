using System.Globalization;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>Ticks of an axis of load.</summary>
internal static class LoadAxis
{
    /// <summary>The end of the axis: no load stands right at the edge.</summary>
    private const double Headroom = 1.04;

    /// <summary>Where the axis ends.</summary>
    public static double End(double highest) => highest * Headroom;

    /// <summary>About <paramref name="wanted"/> ticks from 0 to <paramref name="end"/>.</summary>
    public static IReadOnlyList<(double Place, string Label)> Ticks(double end, int wanted)
    {
        var step = ValueAxis.NiceStep(end / wanted);
        return [.. Enumerable.Range(0, (int)Math.Floor((end / step) + 1e-9) + 1)
            .Select(at => (at * step, step < 1 ? (at * step).ToString("0.##", CultureInfo.InvariantCulture) : Units.Count((long)Math.Round(at * step))))];
    }
}
