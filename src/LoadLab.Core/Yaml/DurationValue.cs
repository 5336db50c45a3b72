using System.Globalization;

namespace LoadLab.Core.Yaml;

/// <summary>Durations as people write them: <c>600ms</c>, <c>30s</c>, <c>10m</c>, <c>1h30m</c>, <c>1d</c>, <c>0.5s</c>, <c>250us</c>.</summary>
public static class DurationValue
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a duration such as 600ms, 30s, 10m or 1h30m";

    /// <summary>Longest duration that is taken: 366 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

    /// <summary>Reads a duration. Units go from large to small and come once each; a plain <c>0</c> needs none.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = default;
        if (text == "0")
        {
            return true;
        }

        double seconds = 0;
        var smallest = double.MaxValue;
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            {
                at++;
            }

            if (!double.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            var rest = text[at..];
            var unit = Array.FindIndex(Units, u => rest.StartsWith(u.Unit, StringComparison.Ordinal));
            if (unit < 0 || Units[unit].Seconds >= smallest)
            {
                return false;
            }

            smallest = Units[unit].Seconds;
            seconds += number * smallest;
            at += Units[unit].Unit.Length;
        }

        if (text.Length == 0 || seconds > Longest.TotalSeconds)
        {
            return false;
        }

        value = TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>The shortest text that reads back as <paramref name="value"/>: <c>1h30m</c>, <c>6.667s</c>, <c>600ms</c>.</summary>
    public static string Format(TimeSpan value)
    {
        if (value < TimeSpan.Zero)
        {
            return "-" + Format(value.Negate());
        }

        if (value < TimeSpan.FromSeconds(1))
        {
            return value == TimeSpan.Zero ? "0s" : value.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture) + "ms";
        }

        var days = (int)value.TotalDays;
        var seconds = (value - new TimeSpan(days, value.Hours, value.Minutes, 0)).TotalSeconds;
        return (days > 0 ? FormattableString.Invariant($"{days}d") : "")
            + (value.Hours > 0 ? FormattableString.Invariant($"{value.Hours}h") : "")
            + (value.Minutes > 0 ? FormattableString.Invariant($"{value.Minutes}m") : "")
            + (seconds > 0 ? FormattableString.Invariant($"{seconds:0.#######}s") : "");
    }
}
