using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core.Runs;
using LoadLab.K6.Loads;
using LoadLab.K6.State;
using LoadLab.K6.Summaries;

namespace LoadLab.Tests.K6;

/// <summary>The two older forms of k6's summary, against what k6 2.2.0 wrote for the same figures.</summary>
public sealed class SummaryTests
{
    private static readonly ScriptResults Results = new(
        [
            Metric("http_req_failed", "rate", "default", ("rate", 0.25), ("passes", 1), ("fails", 3)),
            Metric("http_req_duration", "trend", "time", ("avg", 2), ("min", 1), ("med", 2), ("max", 3), ("p(90)", 2.8), ("p(95)", 2.9), ("p(99)", 2.98), ("count", 4)),
            Metric("http_req_duration{scenario:rate}", "trend", "time", ("avg", 2), ("p(95)", 2.9)),
            Metric("orders", "counter", "default", ("count", 4), ("rate", 2)),
            Metric("depth", "gauge", "default", ("value", 3), ("min", 0), ("max", 9)),
            new ScriptMetric("unused", "trend", "time", 0, new Dictionary<string, double>()),
        ],
        [new ScriptCheck("", "status is 200", 240, 60), new ScriptCheck("::catalogue::list", "status is 200", 301, 0)]);

    private static readonly ScriptOptions Options = new()
    {
        Scenarios = [],
        Thresholds = [Threshold("http_req_failed", "rate<0.01", "rate", 0.01), Threshold("http_req_duration", "p(95)<200", "p(95)", 200), Threshold("http_req_duration{scenario:rate}", "p(95)<1", "p(95)", 1)],
        Requests = new RequestOptions(),
        SetupTimeout = TimeSpan.Zero,
        TeardownTimeout = TimeSpan.Zero,
        NoSetup = false,
        NoTeardown = false,
        SummaryStatistics = ["avg", "p(95)", "count"],
        SummaryTimeUnit = "",
        TrendStatistics = [],
    };

    [Fact]
    public void HandleSummary_gets_values_apart_and_thresholds_that_are_true_when_they_hold()
    {
        var data = SummaryData.Of(Results, Options, 2, "{\"token\":1}");

        Text(data, "metrics", "http_req_duration").Should().Be("""{"type":"trend","contains":"time","values":{"avg":2,"p(95)":2.9,"count":4},"thresholds":{"p(95)<200":{"ok":true}}}""");
        Text(data, "metrics", "http_req_failed").Should().Be("""{"type":"rate","contains":"default","values":{"rate":0.25,"passes":1,"fails":3},"thresholds":{"rate<0.01":{"ok":false}}}""");
        Text(data, "metrics", "http_req_duration{scenario:rate}", "thresholds").Should().Be("""{"p(95)<1":{"ok":false}}""");
        Text(data, "options").Should().Be("""{"summaryTrendStats":["avg","p(95)","count"],"summaryTimeUnit":"","noColor":false}""");
        data["state"]!["testRunDurationMs"]!.GetValue<double>().Should().Be(2_000);
        Text(data, "setup_data").Should().Be("""{"token":1}""");
        data["metrics"]!.AsObject().ContainsKey("unused").Should().BeFalse("k6 shows no metric without a value");
    }

    [Fact]
    public void Groups_and_checks_stand_in_each_other_with_k6s_ids()
    {
        var group = SummaryData.Of(Results, Options, 2, null)["root_group"]!;

        group["id"]!.GetValue<string>().Should().Be("d41d8cd98f00b204e9800998ecf8427e");
        var list = group["groups"]![0]!["groups"]![0]!;
        list["path"]!.GetValue<string>().Should().Be("::catalogue::list");
        list["id"]!.GetValue<string>().Should().Be("fe37eafae2889f07ab6610a67c1aa348");
        Text((JsonObject)list["checks"]![0]!).Should().Be("""{"name":"status is 200","path":"::catalogue::list::status is 200","id":"230b7bbe215d5a43b05172da9fb667fb","passes":301,"fails":0}""");
        Text((JsonObject)group["checks"]![0]!).Should().Be("""{"name":"status is 200","path":"::status is 200","id":"6210a8cd14cd70477eba5c5e4cb3fb5f","passes":240,"fails":60}""");
    }

    [Fact]
    public void The_exported_summary_has_values_beside_the_name_and_thresholds_that_are_true_when_they_are_crossed()
    {
        var summary = LegacySummary.Of(Results, Options, "{\"token\":1}");

        Text(summary, "metrics", "http_req_failed").Should().Be("""{"value":0.25,"passes":1,"fails":3,"thresholds":{"rate<0.01":true}}""");
        Text(summary, "metrics", "http_req_duration").Should().Be("""{"avg":2,"p(95)":2.9,"count":4,"thresholds":{"p(95)<200":false}}""");
        Text(summary, "metrics", "depth").Should().Be("""{"value":3,"min":0,"max":9}""");
        summary["root_group"]!["groups"]!["catalogue"]!["groups"]!["list"]!["checks"]!["status is 200"]!["passes"]!.GetValue<long>().Should().Be(301);
    }

    /// <summary>The data that k6 2.2.0 documents, in the text that scripts ask for with textSummary.</summary>
    [Fact]
    public void The_text_has_thresholds_checks_and_metrics()
    {
        var library = File.ReadAllText(Path.Combine(Core.Evaluation.Slos.RecordBuilder.Root(), "scenarios", "k6", "lib", "k6-summary.js"));
        var data = SummaryData.Of(Results, Options, 2, null).ToJsonString();

        var text = ScriptFolder.Run($"import {{ textSummary }} from './k6-summary.js'; export default () => textSummary({data}, {{ indent: ' ', enableColors: false }});", ("k6-summary.js", library));

        text.Split('\n').Should().Contain("     ✗ 'rate<0.01'").And.Contain("     ✓ 'p(95)<200'").And.Contain("     ✗ status is 200").And.Contain("      ↳  80% — ✓ 240 / ✗ 60")
            .And.Contain(line => line.Trim().StartsWith("http_req_duration.") && line.EndsWith(": avg=2ms p(95)=2.9ms count=4"))
            .And.Contain(line => line.EndsWith(": 25.00% 1 out of 4")).And.Contain(line => line.EndsWith(": 4 2/s"));
    }

    private static ScriptMetric Metric(string name, string type, string contains, params (string Key, double Value)[] values) =>
        new(name, type, contains, 4, values.ToDictionary(pair => pair.Key, pair => pair.Value));

    private static ScriptThreshold Threshold(string metric, string expression, string statistic, double limit) => new(metric, expression, statistic, "<", limit, false, TimeSpan.Zero);

    private static string Text(JsonObject node, params string[] path) =>
        path.Aggregate((JsonNode)node, (at, key) => at[key]!).ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
