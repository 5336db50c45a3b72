using System.Globalization;

namespace LoadLab.Core.Text;

/// <summary>Writes figures for people: three digits that matter, thousands separators, the unit behind a space. Culture-invariant.</summary>
public static partial class Units
{
    /// <summary>What stands where there is no value.</summary>
    public const string None = "–";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A whole number: <c>13,500</c>.</summary>
    public static string Count(long value) => value.ToString("#,0", Culture);

    /// <summary>Milliseconds: <c>0.42 ms</c>, <c>8.31 ms</c>, <c>42.1 ms</c>, <c>612 ms</c>, <c>1,499 ms</c>, and from 10 s on <c>12.3 s</c>.</summary>
    public static string Milliseconds(double value) => double.IsFinite(value)
        ? Math.Abs(value) >= 10_000 ? Significant(value / 1000) + " s" : Significant(value) + " ms"
        : None;

    /// <summary>A rate a second: <c>150/s</c>, <c>149.8/s</c>, <c>0.2/s</c>.</summary>
    public static string Rate(double perSecond) => double.IsFinite(perSecond)
        ? perSecond.ToString(Math.Abs(perSecond) >= 1000 ? "#,0" : Math.Abs(perSecond) >= 10 ? "0.#" : "0.##", Culture) + "/s"
        : None;

    /// <summary>A ratio of 0 to 1 as percent: <c>12.3 %</c>, <c>0.074 %</c>, <c>100 %</c>. Only what is really 100 % says so.</summary>
    public static string Percent(double ratio)
    {
        if (!double.IsFinite(ratio))
        {
            return None;
        }

        var percent = ratio * 100;
        var text = Math.Abs(percent) >= 10 || percent == 0 ? percent.ToString("0.#", Culture) : Significant(percent);
        if (text == "100" && ratio < 1)
        {
            text = percent.ToString("0.######", Culture);
        }

        return text + " %";
    }

    /// <summary>Bytes in binary units: <c>512 B</c>, <c>182 MiB</c>, <c>1.5 GiB</c>.</summary>
    public static string Bytes(double value)
    {
        if (!double.IsFinite(value))
        {
            return None;
        }

        string[] names = ["B", "KiB", "MiB", "GiB", "TiB"];
        var at = 0;
        while (Math.Abs(value) >= 1024 && at < names.Length - 1)
        {
            value /= 1024;
            at++;
        }

        return value.ToString(value >= 100 || at == 0 ? "0" : "0.#", Culture) + " " + names[at];
    }

    /// <summary>A place on the run's clock: <c>00:28</c>, <c>1:04:10</c>.</summary>
    public static string Clock(double seconds)
    {
        var whole = (long)Math.Max(0, Math.Floor(double.IsFinite(seconds) ? seconds : 0));
        return whole >= 3600
            ? string.Create(Culture, $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}")
            : string.Create(Culture, $"{whole / 60:00}:{whole % 60:00}");
    }

    /// <summary>A length of time: <c>350 ms</c>, <c>1.5 s</c>, <c>90 s</c>, <c>4 min 10 s</c>, <c>1 h 30 min</c>.</summary>
    public static string Duration(TimeSpan value)
    {
        if (value < TimeSpan.FromSeconds(1))
        {
            return Milliseconds(value.TotalMilliseconds);
        }

        if (value < TimeSpan.FromMinutes(2))
        {
            return value.TotalSeconds.ToString("0.##", Culture) + " s";
        }

        var seconds = (long)Math.Round(value.TotalSeconds);
        return seconds >= 3600
            ? Pair(seconds / 3600, "h", seconds / 60 % 60, "min")
            : Pair(seconds / 60, "min", seconds % 60, "s");
    }

    private static string Pair(long large, string largeName, long small, string smallName) =>
        small == 0 ? string.Create(Culture, $"{large} {largeName}") : string.Create(Culture, $"{large} {largeName} {small} {smallName}");

    /// <summary>Three significant digits, none lost before the point: <c>0.0742</c>, <c>8.31</c>, <c>42.1</c>, <c>1,499</c>; no trailing zeros.</summary>
    private static string Significant(double value)
    {
        var size = Math.Abs(value);
        if (size == 0)
        {
            return "0";
        }

        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 9);
        return value.ToString("#,0." + new string('#', decimals), Culture);
    }
}
