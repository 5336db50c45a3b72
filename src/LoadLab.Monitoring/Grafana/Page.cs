using System.Text.Json.Nodes;
using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Grafana;

/// <summary>A dashboard around its panels, which are put beside each other from left to right and then below.</summary>
internal sealed class Page(SloCatalogue catalogue, string uid, string title)
{
    /// <summary>Columns of Grafana's grid.</summary>
    private const int Columns = 24;

    private readonly JsonArray _panels = [];
    private int _x;
    private int _y;
    private int _height;

    /// <summary>Adds a panel where there is room for it.</summary>
    public void Add(JsonObject panel, int width, int height)
    {
        if (_x + width > Columns)
        {
            (_x, _y, _height) = (0, _y + _height, 0);
        }

        panel["id"] = _panels.Count + 1;
        panel["gridPos"] = new JsonObject { ["x"] = _x, ["y"] = _y, ["w"] = width, ["h"] = height };
        _panels.Add(panel);
        (_x, _height) = (_x + width, Math.Max(_height, height));
    }

    /// <summary>The whole.</summary>
    /// <param name="from">Beginning of the time that is shown at first.</param>
    /// <param name="links">Pages that it links to: title and uid.</param>
    public JsonObject Dashboard(string from, IEnumerable<(string Title, string Uid)> links) => new()
    {
        ["uid"] = uid,
        ["title"] = title,
        ["description"] = GeneratedMark.Of("grafana", catalogue.Name),
        ["tags"] = new JsonArray("slo", "loadlab"),
        ["schemaVersion"] = 39,
        ["version"] = 1,
        ["editable"] = false,
        ["graphTooltip"] = 1,
        ["refresh"] = "30s",
        ["timezone"] = "utc",
        ["time"] = new JsonObject { ["from"] = from, ["to"] = "now" },
        ["annotations"] = new JsonObject
        {
            ["list"] = new JsonArray(
                Tagged("Load tests", "loadlab", "blue"),
                Tagged("Deployments", "deployment", "purple"),
                new JsonObject
                {
                    ["name"] = "Alerts",
                    ["datasource"] = Panels.DataSource(),
                    ["enable"] = true,
                    ["hide"] = false,
                    ["iconColor"] = "red",
                    ["expr"] = $"ALERTS{{catalogue={PromQl.Quote(catalogue.Name)},alertstate=\"firing\",{PromQl.OneOf("severity", Severity.Grave)}}}",
                    ["step"] = "60s",
                    ["titleFormat"] = "{{alertname}} {{window}}",
                    ["textFormat"] = "{{slo}} ({{severity}})",
                }),
        },
        ["templating"] = new JsonObject
        {
            ["list"] = new JsonArray(new JsonObject
            {
                ["name"] = "datasource",
                ["label"] = "Prometheus",
                ["type"] = "datasource",
                ["query"] = "prometheus",
                ["refresh"] = 1,
                ["hide"] = 0,
                ["includeAll"] = false,
                ["multi"] = false,
                ["options"] = new JsonArray(),
            }),
        },
        ["links"] = new JsonArray(
        [
            .. links.Select(link => new JsonObject
            {
                ["title"] = link.Title,
                ["type"] = "link",
                ["url"] = $"/d/{link.Uid}",
                ["icon"] = "dashboard",
                ["keepTime"] = true,
                ["includeVars"] = true,
                ["targetBlank"] = false,
                ["asDropdown"] = false,
                ["tags"] = new JsonArray(),
            }),
        ]),
        ["panels"] = _panels,
    };

    /// <summary>Annotations that somebody posts to Grafana with a tag.</summary>
    private static JsonObject Tagged(string name, string tag, string color) => new()
    {
        ["name"] = name,
        ["datasource"] = new JsonObject { ["type"] = "grafana", ["uid"] = "-- Grafana --" },
        ["enable"] = true,
        ["hide"] = false,
        ["iconColor"] = color,
        ["target"] = new JsonObject { ["type"] = "tags", ["tags"] = new JsonArray(tag), ["matchAny"] = false, ["limit"] = 100 },
    };
}
