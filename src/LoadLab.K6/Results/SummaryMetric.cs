using System.Text.Json;
using System.Text.RegularExpressions;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Results;

/// <summary>Reads a metric of a summary, of which the oldest format does not say the type.</summary>
internal static partial class SummaryMetric
{
    /// <summary>Null when its values are those of no metric.</summary>
    public static ScriptMetric? Of(string name, JsonElement values, string? type, string? contains)
    {
        var read = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject().Where(value => value.Value.ValueKind == JsonValueKind.Number))
        {
            if (value.Value.TryGetDouble(out var number) && double.IsFinite(number))
            {
                read[Percentile().Replace(value.Name, "p($1)")] = number;
            }
        }

        if (read.Count == 0)
        {
            return null;
        }

        type ??= read.ContainsKey("passes") || read.ContainsKey("matches") ? "rate"
            : read.ContainsKey("count") && read.ContainsKey("rate") ? "counter"
            : read.ContainsKey("value") ? "gauge"
            : "trend";
        if (KnownMetrics.KindOf(type) is null)
        {
            return null;
        }

        if (type == "rate")
        {
            Rename(read, "value", "rate");
            if (read.Remove("matches", out var matches) && read.Remove("total", out var total))
            {
                (read["passes"], read["fails"]) = (matches, total - matches);
            }
        }

        var root = name.Split('{')[0];
        return new ScriptMetric(name, type, contains ?? KnownMetrics.Find(root)?.Contains ?? "default", Samples(type, read), read);
    }

    /// <summary>The length of a run in seconds, from a counter and its rate; null when there is none.</summary>
    public static double? SecondsOf(IEnumerable<ScriptMetric> metrics) => metrics
        .Where(metric => metric.Type == "counter" && metric.Values.GetValueOrDefault("rate") > 0 && metric.Values.ContainsKey("count"))
        .Select(metric => (double?)(metric.Values["count"] / metric.Values["rate"])).FirstOrDefault();

    /// <summary>How many values it got, where that is said: of a trend only when the script asked for its count.</summary>
    private static long? Samples(string type, SortedDictionary<string, double> values) => type switch
    {
        "rate" => values.TryGetValue("passes", out var passes) && values.TryGetValue("fails", out var fails) ? (long)(passes + fails) : null,
        "trend" => values.TryGetValue("count", out var count) ? (long)count : null,
        _ => null,
    };

    private static void Rename(SortedDictionary<string, double> values, string from, string to)
    {
        if (values.Remove(from, out var value))
        {
            values[to] = value;
        }
    }

    [GeneratedRegex(@"^p(\d+(?:\.\d+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Percentile();
}
