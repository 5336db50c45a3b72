using System.Text.Json.Nodes;
using LoadLab.Core.Catalogue;

namespace LoadLab.Monitoring.Grafana;

/// <summary>Kinds of panels.</summary>
internal static class Panels
{
    /// <summary>The data source that the page's variable names.</summary>
    public static JsonObject DataSource() => new() { ["type"] = "prometheus", ["uid"] = "${datasource}" };

    /// <summary>A line over time for each series.</summary>
    public static JsonObject Lines(string title, string description, string unit, JsonArray? thresholds, params IEnumerable<(string Query, string Legend)> queries)
    {
        var panel = Of("timeseries", title, description, unit, thresholds, queries);
        var defaults = panel["fieldConfig"]!["defaults"]!;
        defaults["custom"] = new JsonObject
        {
            ["lineWidth"] = 1,
            ["spanNulls"] = false,
            ["thresholdsStyle"] = new JsonObject { ["mode"] = thresholds is null ? "off" : "line" },
        };
        panel["options"] = new JsonObject
        {
            ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true, ["calcs"] = new JsonArray() },
            ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
        };
        return panel;
    }

    /// <summary>The last value of each series, large.</summary>
    public static JsonObject Stat(string title, string description, string unit, JsonArray thresholds, params IEnumerable<(string Query, string Legend)> queries)
    {
        var panel = Of("stat", title, description, unit, thresholds, queries);
        panel["options"] = new JsonObject
        {
            ["colorMode"] = "value",
            ["graphMode"] = "none",
            ["textMode"] = "auto",
            ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false },
        };
        return panel;
    }

    /// <summary>Markdown.</summary>
    public static JsonObject Words(string title, string markdown) => new()
    {
        ["type"] = "text",
        ["title"] = title,
        ["options"] = new JsonObject { ["mode"] = "markdown", ["content"] = markdown },
    };

    /// <summary>A panel with queries over time.</summary>
    public static JsonObject Of(string type, string title, string description, string unit, JsonArray? thresholds, IEnumerable<(string Query, string Legend)> queries) => new()
    {
        ["type"] = type,
        ["title"] = title,
        ["description"] = description,
        ["datasource"] = DataSource(),
        ["fieldConfig"] = new JsonObject
        {
            ["defaults"] = new JsonObject
            {
                ["unit"] = unit,
                ["noValue"] = "no data",
                ["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = thresholds ?? Steps("text") },
            },
            ["overrides"] = new JsonArray(),
        },
        ["targets"] = new JsonArray([.. queries.Select((query, i) => Target(RefId(i), query.Query, query.Legend))]),
    };

    /// <summary>One query of a range of time.</summary>
    public static JsonObject Target(string refId, string query, string legend) => new()
    {
        ["refId"] = refId,
        ["datasource"] = DataSource(),
        ["expr"] = query,
        ["legendFormat"] = legend,
        ["range"] = true,
        ["instant"] = false,
    };

    /// <summary>Colours from the lowest value up: that of the lowest, and each limit with that of what lies above it.</summary>
    public static JsonArray Steps(string lowest, params IEnumerable<(double Limit, string Color)> steps) => new(
    [
        new JsonObject { ["color"] = lowest, ["value"] = null },
        .. steps.Select(step => new JsonObject { ["color"] = step.Color, ["value"] = step.Limit }),
    ]);

    /// <summary>The lines of objectives on one figure: the stricter ones orange, the last red; green is what keeps them all.</summary>
    public static JsonArray Limits(IEnumerable<Objective> objectives)
    {
        var wantsLess = objectives.First().WantsLess;
        var limits = objectives.Select(objective => objective.Limit).Distinct().Order().ToList();
        return wantsLess
            ? Steps("green", limits.Select((limit, i) => (limit, i == limits.Count - 1 ? "red" : "orange")))
            : Steps("red", limits.Select((limit, i) => (limit, i == limits.Count - 1 ? "green" : "orange")));
    }

    /// <summary>Grafana's word for a unit of the catalogue.</summary>
    public static string Unit(string unit) => unit switch
    {
        "ratio" => "percentunit",
        "ms" => "ms",
        "s" => "s",
        "bytes" => "bytes",
        "bytes/s" => "Bps",
        "1/s" => "reqps",
        _ => "short",
    };

    private static string RefId(int index) => index < 26 ? ((char)('A' + index)).ToString() : $"Q{index}";
}
