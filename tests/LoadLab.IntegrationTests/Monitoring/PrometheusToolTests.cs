using System.Text.Json;
using LoadLab.IntegrationTests.Compose;
using LoadLab.Monitoring.Documents;

namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>What is exported is read and run by Prometheus' own tool.</summary>
public sealed class PrometheusToolTests
{
    [PrometheusTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rules_are_rules_and_their_unit_tests_pass(bool odd)
    {
        using var exported = new Exported(odd);

        var check = await Exported.RunAsync("promtool", "check", "rules", exported.File("-recording.yml"), exported.File("-alerts.yml"));
        var test = await Exported.RunAsync("promtool", "test", "rules", exported.File("-tests.yml"));

        check.ExitCode.Should().Be(0, check.Output + check.Error);
        test.ExitCode.Should().Be(0, test.Output + test.Error);
    }

    /// <summary>The unit tests can fail: thresholds that are a little wrong, a guard that is gone, and a silence that nobody watches are each found.</summary>
    [PrometheusFact]
    public async Task Rules_that_are_wrong_fail_their_unit_tests()
    {
        using var exported = new Exported(odd: false);
        var alerts = await File.ReadAllTextAsync(exported.File("-alerts.yml"));
        foreach (var (right, wrong) in new[]
        {
            ("> 0.0144\n", "> 0.0288\n"),
            ("> 0.001\n", "> 0.0008\n"),
            (" * 0.001 >= 1", " * 0.001 >= 0"),
            ("> 0.005\n", "> 0.02\n"),
            (">= 2000\n", ">= 2100\n"),
            ("absent(slo:events_total:slice{catalogue=\"lms\",slo=\"api-errors\"})", "absent(slo:events_total:slice{catalogue=\"lms\"}) == 2"),
        })
        {
            alerts.Should().Contain(right);
            alerts = alerts.Replace(right, wrong, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(exported.File("-alerts.yml"), alerts);
        await LeaveOutAsync(exported.File("-tests.yml"), "6h/30m", "1d/2h", "3d/6h");
        var test = await Exported.RunAsync("promtool", "test", "rules", exported.File("-tests.yml"));

        test.ExitCode.Should().Be(1);
        var failed = (test.Output + test.Error).Split('\n').Where(line => line.Contains("expr: ", StringComparison.Ordinal)).ToList();
        failed.Where(line => line.Contains("1h/5m", StringComparison.Ordinal)).Select(line => line.Split("time: ")[1]).Should().HaveCount(2, "a threshold is wrong, and with little traffic it fires");
        failed.Should().Contain(line => line.Contains("count(ALERTS{alertname=\\\"SloBudgetBurn", StringComparison.Ordinal), "what burns slowly enough fires");
        failed.Where(line => line.Contains("SloThreshold", StringComparison.Ordinal)).Should().HaveCountGreaterThan(1);
        failed.Should().Contain(line => line.Contains("SloNoData\\\"", StringComparison.Ordinal));
    }

    /// <summary>Leaves out tests that nothing here is wrong for: their windows of days take promtool most of its time.</summary>
    private static async Task LeaveOutAsync(string file, params string[] windows)
    {
        const string next = "\n  - name: ";
        var tests = (await File.ReadAllTextAsync(file)).Split(next);
        var kept = tests.Where(test => !windows.Any(window => test.StartsWith($"Budgets burn a quarter faster than {window} allows", StringComparison.Ordinal))).ToList();
        kept.Should().HaveCount(tests.Length - windows.Length);
        await File.WriteAllTextAsync(file, string.Join(next, kept));
    }

    /// <summary>From raw counters to a figure: what promtool computes from series of the LMS is what their arithmetic says, over a restart too.</summary>
    [PrometheusFact]
    public async Task Events_are_counted_one_by_one_over_a_restart()
    {
        using var exported = new Exported(odd: false);
        var test = Path.Combine(exported.Directory, "raw.yml");
        const string of = "job=\"lms\",instance=\"a\",route=\"/api/x\"";
        await File.WriteAllTextAsync(test, YamlFile.Text("", new YamlObject
        {
            { "rule_files", new YamlArray([exported.File("-recording.yml")]) },
            { "evaluation_interval", "1m" },
            { "group_eval_order", new YamlArray(["lms-slices", "lms-figures", "lms-periods"]) },
            {
                "tests", new YamlArray([new YamlObject
                {
                    { "interval", "1m" },
                    {
                        "input_series", new YamlArray(
                        [
                            Series("up{job=\"lms\",instance=\"a\"}", "1+0x10"),
                            // 90 a minute, and after the restart at minute 5 what the new process has counted.
                            Series($"lms_http_request_duration_seconds_count{{{of},status=\"200\"}}", "0+90x4 40+90x5"),
                            Series($"lms_http_request_duration_seconds_count{{{of},status=\"500\"}}", "0+10x4 5+10x5"),
                            Series($"lms_http_request_duration_seconds_bucket{{{of},status=\"200\",le=\"0.6\"}}", "0+80x4 30+80x5"),
                            Series($"lms_http_request_duration_seconds_bucket{{{of},status=\"200\",le=\"+Inf\"}}", "0+90x4 40+90x5"),
                        ])
                    },
                    {
                        "promql_expr_test", new YamlArray(
                        [
                            Expect("sum_over_time(slo:events_total:slice{slo=\"api-availability\"}[10m])", (4 * 100) + 45 + (5 * 100)),
                            Expect("sum_over_time(slo:events_bad:slice{slo=\"api-availability\"}[10m])", (4 * 10) + 5 + (5 * 10)),
                            Expect("sum_over_time(slo:events_total:slice{slo=\"api-response-p95\"}[10m])", (4 * 90) + 40 + (5 * 90)),
                            Expect("sum_over_time(slo:events_bad:slice{slo=\"api-response-p95\"}[10m])", (4 * 10) + 10 + (5 * 10)),
                            // The row's limit of 800 ms is no bound of these buckets: nothing is known, and nothing is good.
                            Expect("count(slo:events_total:slice{slo=\"api-response-p95-sla\"})", null),
                        ])
                    },
                }])
            },
        }));

        var result = await Exported.RunAsync("promtool", "test", "rules", test);

        result.ExitCode.Should().Be(0, result.Output + result.Error);
    }

    /// <summary>Where most answers take longer than the highest bound of the histogram, its percentile is that bound and stays below every threshold above it.</summary>
    [PrometheusFact]
    public async Task A_percentile_above_every_bucket_crosses_a_threshold_above_them_too()
    {
        using var exported = new Exported(odd: false);
        var test = Path.Combine(exported.Directory, "beyond.yml");
        const string bucket = "lms_http_request_duration_seconds_bucket{job=\"lms\",instance=\"a\",route=\"/api/x\",status=\"200\",le=";
        await File.WriteAllTextAsync(test, YamlFile.Text("", new YamlObject
        {
            { "rule_files", new YamlArray([exported.File("-recording.yml"), exported.File("-alerts.yml")]) },
            { "evaluation_interval", "1m" },
            { "group_eval_order", new YamlArray(["lms-slices", "lms-figures", "lms-periods", "lms-budgets", "lms-thresholds", "lms-silence"]) },
            { "tests", new YamlArray([Test(slow: 60, ["{severity=\"critical\"}", "{severity=\"warning\"}"]), Test(slow: 4, [])]) },
        }));

        var result = await Exported.RunAsync("promtool", "test", "rules", test);

        result.ExitCode.Should().Be(0, result.Output + result.Error);

        // The document warns from 1 s on, and 2 s are critical.
        YamlObject Test(int slow, IReadOnlyList<string> fires) => new()
        {
            { "interval", "1m" },
            {
                "input_series", new YamlArray(
                [
                    Series("up{job=\"lms\",instance=\"a\"}", "1+0x10"),
                    Series(bucket + "\"0.6\"}", $"0+{100 - slow}x10"),
                    Series(bucket + "\"0.8\"}", $"0+{100 - slow}x10"),
                    Series(bucket + "\"+Inf\"}", "0+100x10"),
                ])
            },
            {
                "promql_expr_test", new YamlArray([new YamlObject
                {
                    { "expr", "count by (severity) (ALERTS{alertname=\"SloThreshold\",alertstate=\"firing\",alert=\"alert-latency-p95\"})" },
                    { "eval_time", "10m" },
                    { "exp_samples", new YamlArray(fires.Select(labels => new YamlObject { { "labels", labels }, { "value", 1 } })) },
                }])
            },
        };
    }

    /// <summary>Each query of each dashboard as a rule: PromQL that Prometheus parses.</summary>
    [PrometheusTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Queries_of_dashboards_are_PromQL(bool odd)
    {
        using var exported = new Exported(odd);
        var queries = Queries(exported).Select(query => query.Replace("$__range", "30d", StringComparison.Ordinal)).Distinct().ToList();
        var rules = Path.Combine(exported.Directory, "queries.yml");
        await File.WriteAllTextAsync(rules, YamlFile.Text("", new YamlObject
        {
            { "groups", new YamlArray([new YamlObject { { "name", "queries" }, { "rules", new YamlArray(queries.Select((query, i) => new YamlObject { { "record", $"q{i}" }, { "expr", query } })) } }]) },
        }));

        var result = await Exported.RunAsync("promtool", "check", "rules", rules);

        queries.Should().HaveCountGreaterThan(10);
        result.ExitCode.Should().Be(0, result.Output + result.Error);
    }

    /// <summary>All queries of the dashboards of an export, those of annotations too.</summary>
    internal static IEnumerable<string> Queries(Exported exported)
    {
        foreach (var path in Directory.GetFiles(exported.Directory, "*.json").Where(path => !path.EndsWith("-silences.json", StringComparison.Ordinal)))
        {
            using var page = JsonDocument.Parse(File.ReadAllText(path));
            var elements = page.RootElement.GetProperty("panels").EnumerateArray()
                .SelectMany(panel => panel.TryGetProperty("targets", out var targets) ? targets.EnumerateArray().ToArray() : [])
                .Concat(page.RootElement.GetProperty("annotations").GetProperty("list").EnumerateArray().Where(annotation => annotation.TryGetProperty("expr", out _)));
            foreach (var element in elements)
                yield return element.GetProperty("expr").GetString()!;
        }
    }

    private static YamlObject Series(string series, string values) => new() { { "series", series }, { "values", values } };

    private static YamlObject Expect(string query, int? value) => new()
    {
        { "expr", query.Contains("count(", StringComparison.Ordinal) ? query : $"sum({query})" },
        { "eval_time", "10m" },
        { "exp_samples", value is { } expected ? new YamlArray([new YamlObject { { "labels", "{}" }, { "value", expected } }]) : new YamlArray() },
    };
}
