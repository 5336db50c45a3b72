using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadLab.K6.Modules;

/// <summary>Reads k6's durations: <c>1m30s</c>, <c>100ms</c>, <c>1d2h</c>, and plain numbers of milliseconds.</summary>
internal static partial class ScriptDuration
{
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain))
        {
            value = double.IsFinite(plain) && Math.Abs(plain) < 1e12 ? TimeSpan.FromMilliseconds(plain) : default;
            return double.IsFinite(plain) && Math.Abs(plain) < 1e12;
        }

        if (text.Length == 0 || !Whole().IsMatch(text))
        {
            return false;
        }

        double seconds = 0;
        foreach (Match part in Part().Matches(text))
        {
            seconds += double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
            {
                "d" => 86_400,
                "h" => 3_600,
                "m" => 60,
                "s" => 1,
                "ms" => 1e-3,
                "us" or "µs" => 1e-6,
                _ => 1e-9,
            };
        }

        value = seconds < 1e9 ? TimeSpan.FromSeconds(seconds) : default;
        return seconds < 1e9;
    }

    [GeneratedRegex(@"^(\d+(\.\d+)?(d|h|ms|m|s|us|µs|ns))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(d|h|ms|m|s|us|µs|ns)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
