using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.Probes;

namespace LoadLab.IntegrationTests.Compose;

/// <summary>The dashboard shows what the LMS truly exports, against the limits of the catalogue.</summary>
[Collection(OneReferenceLms.Name)]
public sealed class DashboardTests(NativeServers servers) : IClassFixture<NativeServers>
{
    /// <summary>The lines of each panel that has some: SLOs of the catalogue, or a limit of the document that the catalogue has no row for.</summary>
    private static readonly Dictionary<string, string[]> s_lines = new()
    {
        ["P95 now"] = ["api-response-p95", "api-response-p95-sla"],
        ["P99 now"] = ["api-response-p99", "api-response-p99-sla"],
        ["Failed requests now"] = ["api-errors"],
        ["Pool in use now"] = ["db-pool"],
        ["Queue now"] = ["queue-length"],
        ["Requests per second"] = ["capacity-rps"],
        ["Failed requests"] = ["api-errors"],
        ["P95 of the service time"] = ["api-response-p95", "api-response-p95-sla"],
        ["P99 of the service time"] = ["api-response-p99", "api-response-p99-sla"],
        ["Connection pool in use"] = ["db-pool"],
        // Row 2 of section 2.2: 500 ms.
        ["P95 of the query time"] = ["db-query-p95", "0.5"],
        ["Queue length"] = ["queue-length"],
    };

    [Fact]
    public async Task Shows_metrics_and_labels_that_the_LMS_exports()
    {
        await using var lms = await LmsProcess.StartAsync(servers, await servers.NewDatabaseAsync());
        (await lms.SendAsync("GET", "/api/courses/search?q=algebra")).Dispose();

        var samples = PrometheusText.Parse(await lms.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

        var missing = new List<string>();
        foreach (var expression in Dashboard.Panels.SelectMany(panel => panel.Expressions))
        {
            // 'up' and 'job' are Prometheus' own.
            var metrics = Dashboard.MetricsOf(expression).Where(name => name != "up").ToList();
            missing.AddRange(metrics.Where(name => samples.All(sample => sample.Name != name)).Select(name => $"metric {name} of {expression}"));
            var labels = samples.Where(sample => metrics.Contains(sample.Name)).SelectMany(sample => sample.Labels.Keys).ToHashSet();
            missing.AddRange(Dashboard.LabelsOf(expression).Where(label => label != "job" && !labels.Contains(label)).Select(label => $"label {label} of {expression}"));
        }

        missing.Should().BeEmpty();
    }

    [Fact]
    public void Draws_the_limits_of_the_catalogue()
    {
        var slos = SloCatalogue.Load(Path.Combine(Built.Home, "scenarios", "catalogue", "lms.yaml")).Slos.ToDictionary(slo => slo.Id, slo => slo.Objective);

        var drawn = Dashboard.Panels.Where(panel => panel.Lines.Count > 0).ToDictionary(panel => panel.Title, panel => panel.Lines);

        drawn.Keys.Should().BeEquivalentTo(s_lines.Keys);
        foreach (var (title, lines) in s_lines)
            drawn[title].Should().Equal(lines.Select(LimitOf), (actual, expected) => Math.Abs(actual - expected) < 1e-9, title);

        double LimitOf(string line) =>
            double.TryParse(line, CultureInfo.InvariantCulture, out var limit) ? limit : slos[line].Unit == "ms" ? slos[line].Limit / 1000 : slos[line].Limit;
    }

    [Fact]
    public void Has_panels_with_titles_and_ids_of_their_own_that_do_not_overlap()
    {
        var all = Dashboard.Root.GetProperty("panels").EnumerateArray().ToList();
        var cells = all.Select(panel => panel.GetProperty("gridPos")).SelectMany(place =>
            from x in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
            from y in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
            select (x, y)).ToList();

        all.Select(panel => panel.GetProperty("id").GetInt32()).Should().OnlyHaveUniqueItems();
        all.Select(panel => panel.GetProperty("title").GetString()).Should().OnlyHaveUniqueItems();
        cells.Should().OnlyHaveUniqueItems().And.OnlyContain(cell => cell.x < 24, "Grafana's grid has 24 columns");
    }

    [Fact]
    public void Reads_from_the_data_source_that_is_provisioned()
    {
        var sources = Dashboard.Panels.SelectMany(panel => panel.Element.GetProperty("targets").EnumerateArray().Append(panel.Element))
            .Select(element => element.GetProperty("datasource").GetProperty("uid").GetString()).Distinct();

        sources.Should().Equal(ComposeFile.Text(MonitoringConfigTests.DataSource["uid"]));
    }
}
