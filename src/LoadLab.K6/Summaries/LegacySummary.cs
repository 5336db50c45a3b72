using System.Text.Json.Nodes;
using LoadLab.Core.Runs;
using LoadLab.K6.Loads;

namespace LoadLab.K6.Summaries;

/// <summary>The file of <c>--summary-export</c>, in k6's own older form: what is true of a threshold there is that it was crossed. Pure.</summary>
internal static class LegacySummary
{
    public static JsonObject Of(ScriptResults results, ScriptOptions options, string? setupData)
    {
        var summary = new JsonObject
        {
            ["root_group"] = GroupOf(CheckTree.Of(results.Checks)),
            ["metrics"] = new JsonObject(SummaryData.Shown(results).Select(metric => new KeyValuePair<string, JsonNode?>(metric.Name, MetricOf(metric, options)))),
        };
        if (setupData is not null)
        {
            summary["setup_data"] = JsonNode.Parse(setupData);
        }

        return summary;
    }

    private static JsonObject MetricOf(ScriptMetric metric, ScriptOptions options)
    {
        var node = new JsonObject(SummaryData.ValuesOf(metric, options)
            .Select(value => new KeyValuePair<string, JsonNode?>(metric.Type == "rate" && value.Key == "rate" ? "value" : value.Key, value.Value)));
        var thresholds = SummaryData.ThresholdsOf(metric, options).DistinctBy(one => one.Expression).ToList();
        if (thresholds.Count > 0)
        {
            node["thresholds"] = new JsonObject(thresholds.Select(one => new KeyValuePair<string, JsonNode?>(one.Expression, !one.Holds)));
        }

        return node;
    }

    private static JsonObject GroupOf(CheckTree group) => new()
    {
        ["name"] = group.Name,
        ["path"] = group.Path,
        ["id"] = SummaryData.IdOf(group.Path),
        ["groups"] = new JsonObject(group.Groups.Select(inner => new KeyValuePair<string, JsonNode?>(inner.Name, GroupOf(inner)))),
        ["checks"] = new JsonObject(group.Checks.Select(check => new KeyValuePair<string, JsonNode?>(check.Name, SummaryData.CheckOf(group, check)))),
    };
}
