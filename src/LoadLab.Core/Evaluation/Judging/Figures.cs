using System.Globalization;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Evaluation.Judging;

/// <summary>Figures in sentences: three significant digits or whole numbers, always with their unit.</summary>
internal static class Figures
{
    public static string Text(double value, string unit) => unit switch
    {
        _ when double.IsPositiveInfinity(value) => "unbounded",
        _ when double.IsNegativeInfinity(value) => "0",
        "ratio" => Number(value * 100, 4) + " %",
        "bytes" => Bytes(value),
        "bytes/s" => Bytes(value) + "/s",
        "1/s" => Number(value, 4) + "/s",
        "users" => Number(value, 12) + " users",
        _ => Number(value, 3) + " " + unit,
    };

    public static string Range(Interval interval, string unit) => $"{Text(interval.Low, unit)} to {Text(interval.High, unit)}";

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Seconds(double seconds) => seconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";

    /// <summary>At least <paramref name="digits"/> significant digits, none of the whole part lost, no trailing zeros.</summary>
    private static string Number(double value, int digits)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value.ToString("0", CultureInfo.InvariantCulture);
        }

        var decimals = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9);
        return value.ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    private static string Bytes(double value) => value switch
    {
        >= 1e9 => Number(value / 1e9, 3) + " GB",
        >= 1e6 => Number(value / 1e6, 3) + " MB",
        >= 1e3 => Number(value / 1e3, 3) + " kB",
        _ => Number(value, 3) + " B",
    };
}
