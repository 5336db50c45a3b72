using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LoadLab.Core.Yaml;

namespace LoadLab.Monitoring.Rows;

/// <summary>Pieces of PromQL.</summary>
internal static class PromQl
{
    /// <summary>A text in double quotes, with what PromQL and Alertmanager's matchers escape.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A matcher of one of several values: <c>=</c> for one, <c>=~</c> for more.</summary>
    public static string OneOf(string label, IReadOnlyList<string> values) =>
        values.Count == 1 ? $"{label}={Quote(values[0])}" : $"{label}=~{Quote(string.Join('|', values.Select(Regex.Escape)))}";

    /// <summary>A duration as PromQL writes it: <c>5m</c>, <c>30d</c>.</summary>
    public static string Duration(TimeSpan length) => length.Ticks % TimeSpan.TicksPerSecond == 0
        ? DurationValue.Format(length)
        : ((long)length.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "ms";

    /// <summary>The same number without zeros at its end.</summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    /// <summary>A number without an exponent.</summary>
    public static string Number(decimal value) => value.ToString("0.##############", CultureInfo.InvariantCulture);

    /// <summary>A number without an exponent.</summary>
    public static string Number(double value) => Number((decimal)value);

    /// <summary>Text of an annotation or a label of an alerting rule, which Prometheus reads as a template: braces of the text stay braces.</summary>
    public static string Literal(string text) => text.Replace("{{", "{{ \"{{\" }}", StringComparison.Ordinal);
}
