using System.Globalization;
using System.Text.RegularExpressions;
using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Lint;

/// <summary>Figures in diagnostics. Computed in decimal, so that 99.9 % of 8,760 h is 8,751.24 h and prints as that.</summary>
internal static partial class LintText
{
    /// <summary>A ratio without rounding: <c>99.95 %</c>.</summary>
    public static string Percent(decimal ratio) => (ratio * 100).ToString("0.######", CultureInfo.InvariantCulture) + " %";

    /// <summary>A ratio without rounding: <c>99.95 %</c>.</summary>
    public static string Percent(double ratio) => Percent((decimal)ratio);

    /// <summary>A number with at most two decimals and its thousands: <c>8,751.24</c>.</summary>
    public static string Number(decimal value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>A factor: <c>5</c>, <c>2.5</c>.</summary>
    public static string Times(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>An entry with its limit: <c>api-response-p95-sla (&lt; 800ms)</c>.</summary>
    public static string Row(Slo slo) => $"{slo.Id} ({slo.Says})";

    /// <summary>True when the words name a length of time.</summary>
    public static bool NamesTime(string words) => TimePattern().IsMatch(words);

    /// <summary>The availability rows, the SLA of a service before its SLO.</summary>
    public static IEnumerable<AvailabilitySlo> Availability(SloCatalogue catalogue) => catalogue.Slos.OfType<AvailabilitySlo>();

    [GeneratedRegex(@"\d\s*(ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();
}
