using System.Globalization;

namespace LoadLab.K6.Messages;

/// <summary>Keys of maps as JSON has them.</summary>
internal static class MapKey
{
    public static string ToText(object key) => key switch
    {
        bool yes => yes ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)key,
    };
}
