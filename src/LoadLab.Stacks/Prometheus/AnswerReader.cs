using System.Globalization;
using System.Text.Json;
using LoadLab.Core;

namespace LoadLab.Stacks.Prometheus;

/// <summary>Reads what <c>/api/v1/query_range</c> answers. What is not of that shape is a fault, never an empty answer.</summary>
internal static class AnswerReader
{
    public static PrometheusAnswer Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (Text(root, "status") != "success")
            {
                throw new FormatException("its status is not 'success'");
            }

            var data = root.GetProperty("data");
            if (Text(data, "resultType") != "matrix")
            {
                throw new FormatException($"its result is a {Text(data, "resultType")}, not a matrix");
            }

            return new PrometheusAnswer([.. data.GetProperty("result").EnumerateArray().Select(Series)], [.. Warnings(root)]);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"it did not answer as a Prometheus does: {fault.Message.TrimEnd('.')}. It began with: {Excerpt(body)}",
                "Is --url the address of Prometheus itself, with its path prefix when it has one?",
                fault);
        }
    }

    /// <summary>Prometheus' own words for what is wrong with a query; null when the body is not of that shape.</summary>
    public static string? Fault(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && Text(document.RootElement, "error") is { Length: > 0 } error
                ? $"{Text(document.RootElement, "errorType")}: {error}"
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The first words of a body that was not understood, on one line.</summary>
    public static string Excerpt(byte[] body)
    {
        const int Most = 120;
        var text = System.Text.Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4 * Most));
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(c => !char.IsControl(c)));
        return line.Length == 0 ? "nothing" : line.Length > Most ? line[..Most] + " …" : line;
    }

    private static PrometheusSeries Series(JsonElement element)
    {
        var labels = element.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal);
        var points = new Dictionary<long, double>();

        // A native histogram has 'histograms' and no values: the caller sees no point, which is unknown.
        if (element.TryGetProperty("values", out var values))
        {
            foreach (var pair in values.EnumerateArray())
            {
                points[(long)Math.Round(pair[0].GetDouble() * 1000)] = Number(pair[1].GetString() ?? "");
            }
        }

        return new PrometheusSeries(labels, points);
    }

    private static double Number(string text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new FormatException($"'{text}' is no value of a sample"),
    };

    private static IEnumerable<string> Warnings(JsonElement root) =>
        new[] { "warnings", "infos" }.SelectMany(key => root.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(item => item.ToString()).ToArray()
            : []);

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
