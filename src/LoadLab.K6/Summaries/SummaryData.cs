using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LoadLab.Core.Runs;
using LoadLab.K6.Loads;

namespace LoadLab.K6.Summaries;

/// <summary>The data that <c>handleSummary(data)</c> gets, in k6's own form: what is true of a threshold is that it holds. Pure.</summary>
internal static class SummaryData
{
    public static JsonObject Of(ScriptResults results, ScriptOptions options, double seconds, string? setupData)
    {
        var data = new JsonObject
        {
            ["root_group"] = GroupOf(CheckTree.Of(results.Checks)),
            ["options"] = new JsonObject
            {
                ["summaryTrendStats"] = new JsonArray([.. options.SummaryStatistics.Select(one => (JsonNode)one)]),
                ["summaryTimeUnit"] = options.SummaryTimeUnit,
                ["noColor"] = false,
            },
            ["state"] = new JsonObject { ["isStdOutTTY"] = !Console.IsOutputRedirected, ["isStdErrTTY"] = !Console.IsErrorRedirected, ["testRunDurationMs"] = seconds * 1000 },
            ["metrics"] = new JsonObject(Shown(results).Select(metric => new KeyValuePair<string, JsonNode?>(metric.Name, MetricOf(metric, options)))),
        };
        if (setupData is not null)
        {
            data["setup_data"] = JsonNode.Parse(setupData);
        }

        return data;
    }

    /// <summary>As in k6, a metric without a value is not shown.</summary>
    internal static IEnumerable<ScriptMetric> Shown(ScriptResults results) => results.Metrics.Where(metric => metric.Samples > 0);

    /// <summary>The values that the summary shows of a metric.</summary>
    internal static IEnumerable<KeyValuePair<string, double>> ValuesOf(ScriptMetric metric, ScriptOptions options) => metric.Type == "trend"
        ? options.SummaryStatistics.Where(metric.Values.ContainsKey).Select(statistic => new KeyValuePair<string, double>(statistic, metric.Values[statistic]))
        : metric.Values;

    /// <summary>The thresholds of a metric, and whether they hold.</summary>
    internal static IEnumerable<(string Expression, bool Holds)> ThresholdsOf(ScriptMetric metric, ScriptOptions options) =>
        options.Thresholds.Where(threshold => threshold.Metric == metric.Name)
            .Select(threshold => (threshold.Expression, metric.Values.TryGetValue(threshold.Statistic, out var value) && threshold.Holds(value)));

    /// <summary>k6's id of a group or check.</summary>
    internal static string IdOf(string path) =>
#pragma warning disable CA5351 // It is a name and keeps nothing secret: k6 makes it so.
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(path)));
#pragma warning restore CA5351

    private static JsonObject MetricOf(ScriptMetric metric, ScriptOptions options)
    {
        var node = new JsonObject
        {
            ["type"] = metric.Type,
            ["contains"] = metric.Contains,
            ["values"] = new JsonObject(ValuesOf(metric, options).Select(value => new KeyValuePair<string, JsonNode?>(value.Key, value.Value))),
        };
        var thresholds = ThresholdsOf(metric, options).ToList();
        if (thresholds.Count > 0)
        {
            node["thresholds"] = new JsonObject(thresholds.DistinctBy(one => one.Expression).Select(one => new KeyValuePair<string, JsonNode?>(one.Expression, new JsonObject { ["ok"] = one.Holds })));
        }

        return node;
    }

    private static JsonObject GroupOf(CheckTree group) => new()
    {
        ["name"] = group.Name,
        ["path"] = group.Path,
        ["id"] = IdOf(group.Path),
        ["groups"] = new JsonArray([.. group.Groups.Select(inner => (JsonNode)GroupOf(inner))]),
        ["checks"] = new JsonArray([.. group.Checks.Select(check => (JsonNode)CheckOf(group, check))]),
    };

    internal static JsonObject CheckOf(CheckTree group, ScriptCheck check) => new()
    {
        ["name"] = check.Name,
        ["path"] = $"{group.Path}::{check.Name}",
        ["id"] = IdOf($"{group.Path}::{check.Name}"),
        ["passes"] = check.Passes,
        ["fails"] = check.Fails,
    };
}
