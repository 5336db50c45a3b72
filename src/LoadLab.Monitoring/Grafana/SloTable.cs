using System.Text.Json.Nodes;

namespace LoadLab.Monitoring.Grafana;

/// <summary>A table with a line for each row of the catalogue, whose columns are queries of one moment.</summary>
internal static class SloTable
{
    /// <summary>The panel.</summary>
    public static JsonObject Of(IReadOnlyList<(string Name, string Unit, string Query)> columns)
    {
        var panel = Panels.Of("table", "Every SLO", "Kept and attained: of the time that is shown, the month so far unless you choose another. No value is no data, never good.", "none", null, columns.Select(column => (column.Query, "")));
        var (targets, overrides, names) = (panel["targets"]!.AsArray(), panel["fieldConfig"]!["overrides"]!.AsArray(), new JsonObject());
        for (var i = 0; i < columns.Count; i++)
        {
            var target = targets[i]!.AsObject();
            (target["range"], target["instant"], target["format"]) = (false, true, "table");
            names[$"Value #{target["refId"]}"] = columns[i].Name;
            overrides.Add(Override(columns[i].Name, columns[i].Unit));
        }

        panel["transformations"] = new JsonArray(
            new JsonObject { ["id"] = "merge", ["options"] = new JsonObject() },
            new JsonObject
            {
                ["id"] = "organize",
                ["options"] = new JsonObject
                {
                    ["excludeByName"] = new JsonObject { ["Time"] = true, ["__name__"] = true, ["catalogue"] = true },
                    ["indexByName"] = new JsonObject(),
                    ["renameByName"] = names,
                },
            });
        panel["options"] = new JsonObject { ["showHeader"] = true, ["sortBy"] = new JsonArray(new JsonObject { ["displayName"] = "slo", ["desc"] = false }) };
        return panel;
    }

    private static JsonObject Override(string name, string unit)
    {
        var properties = new JsonArray(new JsonObject { ["id"] = "unit", ["value"] = unit });
        if (unit == "percentunit")
        {
            properties.Add(new JsonObject { ["id"] = "decimals", ["value"] = 3 });
        }

        if (name == "Kept")
        {
            properties.Add(new JsonObject
            {
                ["id"] = "mappings",
                ["value"] = new JsonArray(new JsonObject
                {
                    ["type"] = "value",
                    ["options"] = new JsonObject
                    {
                        ["0"] = new JsonObject { ["text"] = "broken", ["color"] = "red", ["index"] = 0 },
                        ["1"] = new JsonObject { ["text"] = "kept", ["color"] = "green", ["index"] = 1 },
                    },
                }),
            });
            properties.Add(new JsonObject { ["id"] = "custom.cellOptions", ["value"] = new JsonObject { ["type"] = "color-text" } });
        }

        return new JsonObject { ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = name }, ["properties"] = properties };
    }
}
