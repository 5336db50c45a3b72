using System.Globalization;

namespace LoadLab.Core.Text;

/// <summary>
/// How many digits of a figure its interval allows: two of the interval's width, as the Particle Data Group rounds a result by its error ("Review of Particle Physics", 5.3). More would
/// claim what was not measured. Culture-invariant.
/// </summary>
public static class IntervalDigits
{
    /// <summary>Digits of the width that are kept.</summary>
    private const int OfWidth = 2;

    /// <summary>The finest difference that counts: a power of ten; 0 where the ends are one point or one is open, and nothing is to be rounded.</summary>
    public static double Step(double low, double high) => high > low && double.IsFinite(low) && double.IsFinite(high)
        ? Math.Pow(10, Math.Floor(Math.Log10(high - low) + 1e-9) - OfWidth + 1)
        : 0;

    /// <summary>To the nearest multiple of a step.</summary>
    public static string Nearest(double value, double step) => Text(Math.Round(value / step), step);

    /// <summary>The lower end: down, so that an interval never looks narrower than it is.</summary>
    public static string Down(double value, double step) => Text(Math.Floor((value / step) + 1e-9), step);

    /// <summary>The upper end: up.</summary>
    public static string Up(double value, double step) => Text(Math.Ceiling((value / step) - 1e-9), step);

    private static string Text(double steps, double step)
    {
        var decimals = Math.Clamp((int)-Math.Floor(Math.Log10(step) + 1e-9), 0, 9);
        return (steps * step).ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }
}
