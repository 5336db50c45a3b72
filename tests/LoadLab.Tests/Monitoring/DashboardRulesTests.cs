using System.Text.Json;
using LoadLab.Cli;
using LoadLab.Core.Catalogue;
using LoadLab.Monitoring;
using LoadLab.Monitoring.Grafana;

namespace LoadLab.Tests.Monitoring;

/// <summary>What Grafana demands of a dashboard, as far as rules can say it: its schema cannot be had as a package.</summary>
public sealed class DashboardRulesTests
{
    private static readonly string[] s_types = ["timeseries", "stat", "table", "text"];

    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var catalogue in new[] { OddCatalogue.Read(), SloCatalogue.Load(Path.Combine(Home.Checkout(AppContext.BaseDirectory)!, "scenarios", "catalogue", "lms.yaml")) })
            {
                foreach (var file in new GrafanaExport().Files(catalogue, new ExportLinks()))
                {
                    pages.Add(file.Path, file.Text);
                }
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_what_Grafana_reads(string path, string text)
    {
        using var document = JsonDocument.Parse(text);
        var page = document.RootElement;
        var panels = page.GetProperty("panels").EnumerateArray().ToList();

        page.GetProperty("uid").GetString().Should().MatchRegex("^[a-zA-Z0-9_-]{1,40}$").And.Be(Path.GetFileNameWithoutExtension(path));
        page.GetProperty("title").GetString().Should().NotBeNullOrWhiteSpace();
        page.GetProperty("schemaVersion").GetInt32().Should().Be(39);
        panels.Should().NotBeEmpty();
        panels.Select(panel => panel.GetProperty("id").GetInt32()).Should().OnlyHaveUniqueItems();
        panels.Select(panel => panel.GetProperty("type").GetString()).Should().BeSubsetOf(s_types);
        panels.Should().OnlyContain(panel => panel.GetProperty("title").GetString()!.Length > 0);
        panels.SelectMany(Cells).Should().OnlyHaveUniqueItems().And.OnlyContain(cell => cell.X < 24);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_panel_has_queries_a_data_source_and_rising_limits(string path, string text)
    {
        using var document = JsonDocument.Parse(text);
        foreach (var panel in document.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "text"))
        {
            var because = $"{path}: {panel.GetProperty("title").GetString()}";
            var targets = panel.GetProperty("targets").EnumerateArray().ToList();
            var steps = panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("thresholds").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("value")).ToList();

            targets.Should().NotBeEmpty(because);
            targets.Select(target => target.GetProperty("refId").GetString()).Should().OnlyHaveUniqueItems(because);
            targets.Should().OnlyContain(target => target.GetProperty("expr").GetString()!.Length > 0, because);
            targets.Append(panel).Select(element => element.GetProperty("datasource").GetProperty("uid").GetString()).Should().OnlyContain(uid => uid == "${datasource}", because);
            steps[0].ValueKind.Should().Be(JsonValueKind.Null, because);
            steps.Skip(1).Select(step => step.GetDouble()).Should().BeInAscendingOrder(because).And.OnlyHaveUniqueItems(because);
        }
    }

    /// <summary>A service's page draws the SLO and the SLA of its figure, in the figure's unit.</summary>
    [Fact]
    public void Limits_of_both_tiers_are_lines()
    {
        var catalogue = SloCatalogue.Load(Path.Combine(Home.Checkout(AppContext.BaseDirectory)!, "scenarios", "catalogue", "lms.yaml"));
        using var page = JsonDocument.Parse(new GrafanaExport().Files(catalogue, new ExportLinks()).Single(file => file.Path == "lms-slo-api.json").Text);

        Lines(page, "API response time P95 (SLA) / API response time P95").Should().Equal(600, 800);
        Lines(page, "API availability (SLA) / API availability").Should().Equal(0.999, 0.9995);
    }

    private static IEnumerable<double> Lines(JsonDocument page, string title) => page.RootElement.GetProperty("panels").EnumerateArray().Single(panel => panel.GetProperty("title").GetString() == title)
        .GetProperty("fieldConfig").GetProperty("defaults").GetProperty("thresholds").GetProperty("steps").EnumerateArray().Skip(1).Select(step => step.GetProperty("value").GetDouble());

    private static IEnumerable<(int X, int Y)> Cells(JsonElement panel)
    {
        var place = panel.GetProperty("gridPos");
        return from x in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
               from y in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
               select (x, y);
    }
}
