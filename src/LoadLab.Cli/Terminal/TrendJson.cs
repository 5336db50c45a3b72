using System.Globalization;
using System.Text.Json;
using LoadLab.Core.Statistics;
using LoadLab.Core.Trend;

namespace LoadLab.Cli.Terminal;

/// <summary>A trend as one JSON document. Values are in the measure's unit; shifts are parts of the mean before; null is no bound or no date.</summary>
internal static class TrendJson
{
    public static string Of(SuiteTrend trend) => JsonText.Object(json =>
    {
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("suite", trend.Suite);
        json.WriteStartArray("leftOut");
        foreach (var reason in trend.LeftOut)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteStartArray("measures");
        foreach (var measure in trend.Measures)
        {
            Write(json, measure);
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, MeasureTrend trend)
    {
        json.WriteStartObject();
        json.WriteString("measure", trend.Series.Measure);
        json.WriteString("unit", trend.Series.Unit);
        json.WriteStartArray("limits");
        foreach (var limit in trend.Series.Limits)
        {
            json.WriteStartObject();
            json.WriteString("id", limit.Id);
            json.WriteString("tier", limit.Tier);
            json.WriteString("comparison", limit.Comparison);
            JsonText.Number(json, "value", limit.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        JsonText.Number(json, "variation", trend.Variation);
        JsonText.Number(json, "smallestShift", trend.SmallestShift);
        json.WriteNumber("falseAlarmRate", ChangePoints.FalseAlarmRate(trend.Series.Points.Count));
        json.WriteStartArray("changes");
        foreach (var change in trend.Changes)
        {
            json.WriteStartObject();
            json.WriteString("runId", trend.Series.Points[change.Place].RunId);
            JsonText.Number(json, "before", change.Before);
            JsonText.Number(json, "after", change.After);
            JsonText.Number(json, "shift", change.Magnitude);
            json.WriteNumber("error", change.Error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("forecast");
        json.WriteString("limit", trend.Forecast.Limit?.Id);
        json.WriteString("date", Day(trend.Forecast.Date));
        json.WriteString("earliest", Day(trend.Forecast.Earliest));
        json.WriteString("latest", Day(trend.Forecast.Latest));
        json.WriteString("reason", trend.Forecast.Reason);
        json.WriteEndObject();
        json.WriteStartArray("points");
        foreach (var point in trend.Series.Points)
        {
            json.WriteStartObject();
            json.WriteString("runId", point.RunId);
            json.WriteString("startedAt", point.StartedAt.ToString("O", CultureInfo.InvariantCulture));
            json.WriteStartObject("labels");
            foreach (var (key, value) in point.Labels)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            JsonText.Number(json, "value", point.Value);
            JsonText.Number(json, "low", point.Low);
            JsonText.Number(json, "high", point.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string? Day(DateTimeOffset? date) => date?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
