using System.Globalization;

namespace LoadLab.Core.Yaml;

/// <summary>Sizes: <c>10MB</c> is 10·10⁶ bytes, <c>10MiB</c> is 10·2²⁰.</summary>
public static class SizeValue
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a size such as 512B, 10MB (10^6) or 10MiB (2^20)";

    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ];

    /// <summary>Reads a size with its unit; the value is bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        bytes = 0;
        foreach (var (unit, factor) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
            {
                continue;
            }

            if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number * factor >= long.MaxValue)
            {
                return false;
            }

            bytes = (long)Math.Round(number * factor);
            return true;
        }

        return false;
    }
}
