using System.Globalization;
using System.Text;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>The figures of a chart as CSV (RFC 4180): one line a point, limits and marks too. Pure.</summary>
internal static class ChartCsv
{
    public static string Of(ChartModel model)
    {
        var text = new StringBuilder("panel,series,unit,x,value,low,high\n");
        foreach (var panel in model.Panels)
        {
            foreach (var series in panel.Series)
            {
                for (var i = 0; i < series.X.Count; i++)
                {
                    (double Low, double High)? interval = i < series.Band.Count ? series.Band[i] : i < series.Intervals.Count ? series.Intervals[i] : null;
                    Line(text, panel.Title, series.Key, panel.Unit, series.X[i], series.Y[i], interval?.Low, interval?.High);
                }
            }

            foreach (var limit in panel.Limits)
            {
                Line(text, panel.Title, limit.Label, panel.Unit, null, limit.Value, null, null);
            }
        }

        foreach (var mark in model.Marks)
        {
            Line(text, "", mark.Label, "", mark.Second, null, null, null);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string panel, string series, string unit, params double?[] values) =>
        text.Append(CultureInfo.InvariantCulture, $"{Cell(panel)},{Cell(series)},{Cell(unit)},")
            .AppendJoin(',', values.Select(value => value is { } number && double.IsFinite(number) ? number.ToString("0.######", CultureInfo.InvariantCulture) : "")).Append('\n');

    /// <summary>On one line, quoted where it must be; and no formula for the spreadsheet that opens it (OWASP, CSV injection).</summary>
    internal static string Cell(string text)
    {
        var plain = PlainText.Inline(text);
        plain = plain.Length > 0 && plain[0] is '=' or '+' or '-' or '@' ? "'" + plain : plain;
        return plain.AsSpan().IndexOfAny(",\"\n") < 0 ? plain : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
