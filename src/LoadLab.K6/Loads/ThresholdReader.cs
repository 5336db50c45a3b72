using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.K6.Metrics;
using LoadLab.K6.Modules;

namespace LoadLab.K6.Loads;

/// <summary>Reads k6's thresholds, and makes the sub-metrics that they ask for.</summary>
internal static partial class ThresholdReader
{
    public static List<ScriptThreshold> Read(JsonElement? element, MetricTable metrics, List<string> faults)
    {
        var thresholds = new List<ScriptThreshold>();
        if (element is not { ValueKind: JsonValueKind.Object } map)
        {
            return thresholds;
        }

        foreach (var property in map.EnumerateObject())
        {
            var brace = property.Name.IndexOf('{', StringComparison.Ordinal);
            var name = brace < 0 ? property.Name : property.Name[..brace];
            if (metrics.Find(name) is not { } metric)
            {
                faults.Add($"options.thresholds: there is no metric '{name}'.{NearestName.Sentence(name, [.. metrics.Names])} The script has: {string.Join(", ", metrics.Names)}.");
                continue;
            }

            if (brace >= 0)
            {
                metric.AddPart(property.Name[brace..]);
            }

            var list = property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray().ToList() : [property.Value];
            thresholds.AddRange(list.Select(one => One(property.Name, metric, one, faults)).OfType<ScriptThreshold>());
        }

        return thresholds;
    }

    private static ScriptThreshold? One(string name, Metric metric, JsonElement element, List<string> faults)
    {
        var isObject = element.ValueKind == JsonValueKind.Object;
        var text = (isObject && element.TryGetProperty("threshold", out var inner) ? inner : element) is { ValueKind: JsonValueKind.String } expression ? expression.GetString()! : "";
        var match = Expression().Match(text);
        if (!match.Success)
        {
            faults.Add($"options.thresholds['{name}']: {Shown(element)} is no threshold. Write for example 'p(95)<200', 'rate<0.01' or 'count>100'.");
            return null;
        }

        var statistic = Regex.Replace(match.Groups[1].Value, @"\s", "");
        string[] known = metric.Kind switch
        {
            MetricKind.Counter => ["count", "rate"],
            MetricKind.Gauge => ["value"],
            MetricKind.Rate => ["rate"],
            _ => ["avg", "min", "max", "med", "p(N)", "count"],
        };
        if (!known.Contains(statistic.StartsWith("p(", StringComparison.Ordinal) ? "p(N)" : statistic))
        {
            faults.Add($"options.thresholds['{name}']: '{text}': a {metric.Kind} has no '{statistic}'. It has: {string.Join(", ", known)}.");
            return null;
        }

        var delay = TimeSpan.Zero;
        if (isObject && element.TryGetProperty("delayAbortEval", out var written) && !ScriptDuration.TryParse(written.ToString(), out delay))
        {
            faults.Add($"options.thresholds['{name}']: delayAbortEval {written.GetRawText()} is not a duration.");
        }

        var sign = match.Groups[2].Value == "===" ? "==" : match.Groups[2].Value;
        return new ScriptThreshold(
            name, text, statistic, sign, double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture), isObject && element.TryGetProperty("abortOnFail", out var abort) && abort.ValueKind == JsonValueKind.True, delay);
    }

    private static string Shown(JsonElement element) => element.ValueKind == JsonValueKind.String ? $"'{element.GetString()}'" : element.GetRawText();

    [GeneratedRegex(@"^\s*(avg|min|max|med|count|rate|value|p\(\s*\d+(?:\.\d+)?\s*\))\s*(<=|>=|===|==|!=|<|>)\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
