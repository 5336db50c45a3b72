using LoadLab.Core.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>A value axis from 0, or a logarithmic one where the values lie too far apart for a linear one. Immutable.</summary>
/// <param name="Min">Lowest value shown; above 0 when logarithmic.</param>
/// <param name="Max">Highest value shown.</param>
/// <param name="Log">True when logarithmic.</param>
/// <param name="Ticks">Values that get a grid line and a label.</param>
internal sealed record ValueAxis(double Min, double Max, bool Log, IReadOnlyList<double> Ticks)
{
    /// <summary>A linear axis would press everything below a twentieth of its height onto its floor.</summary>
    private const double SpreadForLog = 20;

    /// <summary>Place of a value on the axis: 0 at the foot, 1 at the top; values outside are cut to it.</summary>
    public double Place(double value)
    {
        var place = Log
            ? Math.Log(Math.Max(value, Min) / Min) / Math.Log(Max / Min)
            : (value - Min) / (Max - Min);
        return Math.Clamp(place, 0, 1);
    }

    /// <summary>The text of a tick.</summary>
    public static string Label(double tick, string unit) => unit == "1/s" ? Units.Rate(tick) : Units.Value(tick, unit is "items" ? "" : unit);

    /// <summary>An axis for these values; logarithmic only when allowed and needed.</summary>
    public static ValueAxis For(IEnumerable<double> values, IEnumerable<double> typical, bool mayBeLog, double? atLeast = null, double headroom = 1.12)
    {
        var shown = values.Where(double.IsFinite).ToList();
        var max = Math.Max(shown.DefaultIfEmpty(0).Max(), atLeast ?? 0);
        max = max <= 0 ? 1 : max;
        var usual = typical.Where(value => double.IsFinite(value) && value > 0).Order().ToList();
        return mayBeLog && usual.Count > 0 && max / usual[usual.Count / 2] > SpreadForLog
            ? Logarithmic(shown.Where(value => value > 0).Min(), max)
            : Linear(max, atLeast, headroom);
    }

    private static ValueAxis Linear(double max, double? atLeast, double headroom)
    {
        var top = atLeast == max ? max : max * headroom;
        var step = NiceStep(top / 4);
        var ticks = new List<double>();
        for (var i = 0; i * step <= top * 1.0001; i++)
        {
            ticks.Add(i * step);
        }

        return new ValueAxis(0, top, false, ticks);
    }

    private static ValueAxis Logarithmic(double min, double max)
    {
        var top = max * 1.6;
        var foot = Math.Pow(10, Math.Floor(Math.Log10(min)));
        foreach (var start in (double[])[5, 2])
        {
            if (foot * start <= min)
            {
                foot *= start;
                break;
            }
        }

        var wide = Math.Log10(top / foot) > 2.4;
        var ticks = new List<double>();
        for (var exponent = (int)Math.Floor(Math.Log10(foot)); exponent <= Math.Ceiling(Math.Log10(top)); exponent++)
        {
            foreach (var digit in wide ? (double[])[1] : [1, 2, 5])
            {
                var tick = digit * Math.Pow(10, exponent);
                if (tick >= foot * 0.9999 && tick <= top)
                {
                    ticks.Add(tick);
                }
            }
        }

        return new ValueAxis(foot, top, true, ticks);
    }

    /// <summary>1, 2 or 5 times a power of ten, at least <paramref name="rough"/>.</summary>
    internal static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
