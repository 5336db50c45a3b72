using System.Globalization;

namespace LoadLab.Core.Yaml;

/// <summary>Shares with a percent sign: <c>80%</c> is 0.8. Read in decimal, so that 99.9 % is 0.999 and prints as that.</summary>
public static class PercentValue
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a percentage from 0% to 100% such as 80% or 99.95%";

    /// <summary>Reads a percentage; the value is a ratio from 0 to 1.</summary>
    public static bool TryParse(string text, out double ratio)
    {
        ArgumentNullException.ThrowIfNull(text);
        ratio = 0;
        if (!text.EndsWith('%')
            || !decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            || percent > 100)
        {
            return false;
        }

        ratio = (double)(percent / 100m);
        return true;
    }
}
