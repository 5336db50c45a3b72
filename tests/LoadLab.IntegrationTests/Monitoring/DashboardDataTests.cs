using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.Mails;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Monitoring.Documents;
using LoadLab.Stacks.Probes;

namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>
/// Every query of every dashboard gives data for an LMS under load. The queries of the LMS's own page are asked of a Prometheus that scrapes it. Those of the SLO pages
/// need hours, so what the LMS exported in seconds is laid over more than an hour, a scrape a minute, and Prometheus' own rule engine evaluates rules and queries over it.
/// </summary>
[Collection("reference LMS")]
public sealed class DashboardDataTests(NativeServers servers) : IClassFixture<NativeServers>
{
    private const int Scrapes = 75;

    /// <summary>Has data only while an alert fires.</summary>
    private const string Alerts = "ALERTS{";

    /// <summary>A row that is not there.</summary>
    private const string Nobody = "nobody-has-this";

    [MonitoredFact]
    public async Task Every_query_of_every_dashboard_gives_data_under_load()
    {
        var sink = new RealSink(servers);
        await sink.StartAsync();
        await using var lms = await LmsProcess.StartAsync(servers, await servers.NewDatabaseAsync(), new Dictionary<string, string> { ["ConnectionStrings__Smtp"] = sink.Address });
        var prometheus = StartPrometheus(lms.Client.BaseAddress!);
        using var stop = new CancellationTokenSource();
        var load = LmsTraffic.SendAsync(lms, stop.Token);

        var scrapes = new List<IReadOnlyList<PrometheusSample>>();
        while (scrapes.Count < Scrapes)
        {
            scrapes.Add(PrometheusText.Parse(await lms.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))));
            await Task.Delay(100);
        }

        using var http = new HttpClient();
        foreach (var query in Dashboard.Panels.SelectMany(panel => panel.Expressions).Distinct())
            await Eventually.AsyncTrue(() => HasDataAsync(http, prometheus, query.Replace("$__rate_interval", "10s", StringComparison.Ordinal)), query);
        await stop.CancelAsync();
        await load;

        using var exported = new Exported(odd: false);
        var queries = PrometheusToolTests.Queries(exported).Where(query => !query.Contains(Alerts, StringComparison.Ordinal)).Select(query => query.Replace("$__range", "1h", StringComparison.Ordinal)).Distinct().ToList();
        queries.Should().HaveCountGreaterThan(40);
        (await WithoutDataAsync(exported, scrapes, [.. queries, $"slo:figure:5m{{slo=\"{Nobody}\"}}"])).Should().ContainSingle("a query without data is found").Which.Should().Contain(Nobody);
    }

    private Uri StartPrometheus(Uri lms)
    {
        var (folder, address) = (servers.NewFolder(), new Uri($"http://127.0.0.1:{NativeServers.FreePort().ToString(CultureInfo.InvariantCulture)}/"));
        var configuration = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(configuration, $"{{global: {{scrape_interval: 1s}}, scrape_configs: [{{job_name: lms, static_configs: [{{targets: ['{lms.Authority}']}}]}}]}}\n");
        servers.Children.Start(
            ComposeTool.OnPath("prometheus")!, [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", $"--web.listen-address={address.Authority}"], Path.Combine(folder, "log"), "TERM");
        return address;
    }

    private static async Task<bool> HasDataAsync(HttpClient http, Uri prometheus, string query)
    {
        try
        {
            var answer = await http.GetFromJsonAsync<JsonElement>(new Uri(prometheus, "api/v1/query?query=" + Uri.EscapeDataString(query)));
            return answer.GetProperty("data").GetProperty("result").EnumerateArray().Any(series => series.GetProperty("value")[1].GetString() != "NaN");
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>What promtool says of each query that gives no number at the end of the scrapes.</summary>
    private static async Task<IReadOnlyList<string>> WithoutDataAsync(Exported exported, List<IReadOnlyList<PrometheusSample>> scrapes, IReadOnlyList<string> queries)
    {
        var test = Path.Combine(exported.Directory, "data.yml");
        await File.WriteAllTextAsync(test, YamlFile.Text("", new YamlObject
        {
            { "rule_files", new YamlArray([exported.File("-recording.yml")]) },
            { "evaluation_interval", "1m" },
            { "group_eval_order", new YamlArray(["lms-slices", "lms-figures", "lms-periods"]) },
            {
                "tests", new YamlArray([new YamlObject
                {
                    { "interval", "1m" },
                    { "input_series", new YamlArray(Series(scrapes)) },
                    {
                        "promql_expr_test", new YamlArray(queries.Select(query => new YamlObject
                        {
                            // A number is at least as large as itself; NaN is not.
                            { "expr", $"sum(count(({query}) == ({query}))) > bool 0" },
                            { "eval_time", $"{scrapes.Count - 1}m" },
                            { "exp_samples", new YamlArray([new YamlObject { { "labels", "{}" }, { "value", 1 } }]) },
                        }))
                    },
                }])
            },
        }));
        var result = await Exported.RunAsync("promtool", "test", "rules", test);
        var failed = (result.Output + result.Error).Split('\n').Where(line => line.Contains("expr: ", StringComparison.Ordinal)).ToList();
        result.ExitCode.Should().Be(failed.Count == 0 ? 0 : 1, result.Output + result.Error);
        return failed;
    }

    private static IEnumerable<YamlObject> Series(List<IReadOnlyList<PrometheusSample>> scrapes)
    {
        var values = new SortedDictionary<string, string[]>(StringComparer.Ordinal) { [Name("up", new Dictionary<string, string>())] = [.. Enumerable.Repeat("1", scrapes.Count)] };
        for (var i = 0; i < scrapes.Count; i++)
        {
            foreach (var sample in scrapes[i].Where(sample => sample.Name.StartsWith("lms_", StringComparison.Ordinal)))
            {
                var name = Name(sample.Name, sample.Labels);
                if (!values.TryGetValue(name, out var series))
                    values[name] = series = [.. Enumerable.Repeat("_", scrapes.Count)];
                series[i] = double.IsNaN(sample.Value) ? "_" : sample.Value.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        return values.Select(pair => new YamlObject { { "series", pair.Key }, { "values", string.Join(' ', pair.Value) } });
    }

    private static string Name(string name, IReadOnlyDictionary<string, string> labels)
    {
        var text = new StringBuilder(name).Append("{job=\"lms\",instance=\"lms:8080\"");
        foreach (var (label, value) in labels)
            text.Append(CultureInfo.InvariantCulture, $",{label}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        return text.Append('}').ToString();
    }
}
