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
        JsonText.Strings(json, "leftOut", trend.LeftOut);
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
        JsonText.Objects(json, "limits", trend.Series.Limits, limit =>
        {
            json.WriteString("id", limit.Id);
            json.WriteString("tier", limit.Tier);
            json.WriteString("comparison", limit.Comparison);
            JsonText.Number(json, "value", limit.Value);
        });
        JsonText.Number(json, "variation", trend.Variation);
        JsonText.Number(json, "smallestShift", trend.SmallestShift);
        json.WriteNumber("falseAlarmRate", ChangePoints.FalseAlarmRate(trend.Series.Points.Count));
        JsonText.Objects(json, "changes", trend.Changes, change =>
        {
            json.WriteString("runId", trend.Series.Points[change.Place].RunId);
            JsonText.Number(json, "before", change.Before);
            JsonText.Number(json, "after", change.After);
            JsonText.Number(json, "shift", change.Magnitude);
            json.WriteNumber("error", change.Error);
        });
        json.WriteStartObject("forecast");
        json.WriteString("limit", trend.Forecast.Limit?.Id);
        json.WriteString("date", Day(trend.Forecast.Date));
        json.WriteString("earliest", Day(trend.Forecast.Earliest));
        json.WriteString("latest", Day(trend.Forecast.Latest));
        json.WriteString("reason", trend.Forecast.Reason);
        json.WriteEndObject();
        JsonText.Objects(json, "points", trend.Series.Points, point =>
        {
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
        });
        json.WriteEndObject();
    }

    private static string? Day(DateTimeOffset? date) => date?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
