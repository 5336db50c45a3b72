using System.Text;
using System.Text.Json;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>The chart's figures as JSON, for the page's hover. Safe inside a script element: the encoder escapes angle brackets.</summary>
internal static class ChartData
{
    public static string Json(ChartModel model)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("seconds", model.Seconds);
            json.WriteNumber("left", ChartLayout.Left);
            json.WriteNumber("right", ChartLayout.Right);
            json.WriteNumber("width", SvgChart.Width);
            json.WriteStartArray("series");
            foreach (var panel in model.Panels)
            {
                foreach (var series in panel.Series)
                {
                    Write(json, panel, series);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ChartPanel panel, ChartSeries series)
    {
        json.WriteStartObject();
        json.WriteString("name", PlainText.Inline(series.Name));
        json.WriteString("ink", SvgChart.Class(series.Ink));
        json.WriteString("unit", panel.Unit);
        json.WriteStartArray("points");
        for (var i = 0; i < series.X.Count; i++)
        {
            if (!double.IsNaN(series.Y[i]))
            {
                json.WriteStartArray();
                json.WriteNumberValue(Math.Round(series.X[i], 2));
                json.WriteNumberValue(Math.Round(series.Y[i], 4));
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
