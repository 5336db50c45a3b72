using System.Globalization;

namespace LoadLab.Core.Yaml;

/// <summary>Rates with their unit: <c>150/s</c>, <c>10/m</c>, <c>0.2/s</c>, <c>3600/h</c>. The value is starts a second.</summary>
public static class RateValue
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a rate such as 150/s, 10/m or 0.2/s";

    /// <summary>Reads the form only: a rate may come out as 0 or huge. Whether it is sensible is the planner's business.</summary>
    public static bool TryParse(string text, out double perSecond)
    {
        ArgumentNullException.ThrowIfNull(text);
        perSecond = 0;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0
            || !double.TryParse(text.AsSpan(0, slash), NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        double? seconds = text[(slash + 1)..] switch
        {
            "s" or "sec" => 1,
            "m" or "min" => 60,
            "h" => 3_600,
            _ => null,
        };
        if (seconds is null)
        {
            return false;
        }

        perSecond = number / seconds.Value;
        return true;
    }

    /// <summary><c>150/s</c>; below one a second as <c>10/m</c> where that is shorter.</summary>
    public static string Format(double perSecond)
    {
        var bySecond = perSecond.ToString("0.######", CultureInfo.InvariantCulture) + "/s";
        var byMinute = (perSecond * 60).ToString("0.######", CultureInfo.InvariantCulture) + "/m";
        return perSecond < 1 && byMinute.Length < bySecond.Length ? byMinute : bySecond;
    }
}
