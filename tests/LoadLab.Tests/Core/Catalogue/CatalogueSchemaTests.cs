using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Lint;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Catalogue;

/// <summary>The schema that editors use takes what the reader takes, and refuses what the reader refuses, where it can be seen in one place.</summary>
public sealed class CatalogueSchemaTests
{
    private const string Unknown = "nobody-knows-this";
    private static readonly string Path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(LmsText.Path)!, "slo-catalogue.schema.json");
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path));
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_catalogue_of_the_LMS_is_valid_and_names_the_schema_beside_it()
    {
        IsValid(YamlAsJson.Of(LmsText.Text)).Should().BeTrue();
        LmsText.Text.Should().Contain("\n# yaml-language-server: $schema=" + System.IO.Path.GetFileName(Path) + "\n");
    }

    [Fact]
    public void The_example_of_the_reference_is_good()
    {
        var reference = File.ReadAllText(System.IO.Path.Combine(RecordBuilder.Root(), "scenarios", "docs", "catalogue-reference.md")).ReplaceLineEndings("\n");
        var example = reference.Split("## Example\n", 2)[1].Split("```yaml\n", 2)[1].Split("```")[0];

        IsValid(YamlAsJson.Of(example)).Should().BeTrue();
        SloCatalogue.Parse(example, "catalogue-reference.md").Slos.Select(slo => slo.NotMeasured.Length > 0).Should().Equal(false, true);
    }

    [Fact]
    public void The_example_of_the_how_to_is_good_and_lint_finds_nothing_wrong_in_it()
    {
        var example = File.ReadAllText(System.IO.Path.Combine(RecordBuilder.Root(), "scenarios", "docs", "how-to-write-a-catalogue.md")).ReplaceLineEndings("\n").Split("```yaml\n", 2)[1].Split("```")[0];

        IsValid(YamlAsJson.Of(example)).Should().BeTrue();
        CatalogueLint.Run(SloCatalogue.Parse(example, "how-to.yaml")).Should().NotContain(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    [Fact]
    public void JSON_is_YAML_so_that_both_can_be_asked_of_one_text() => Reads(YamlAsJson.Of(LmsText.Text)).Should().BeTrue();

    [Fact]
    public void An_unknown_key_is_refused_by_both_wherever_it_stands()
    {
        var places = Objects(YamlAsJson.Of(LmsText.Text), "").DistinctBy(place => place.Shape).Select(place => place.Path).ToList();

        places.Count.Should().BeGreaterThan(30);
        foreach (var place in places)
        {
            var altered = YamlAsJson.Of(LmsText.Text);
            At(altered, place)[Unknown] = "x";

            (Reads(altered), IsValid(altered)).Should().Be((false, false), "{0} has an unknown key", place);
        }
    }

    [Fact]
    public void A_missing_key_is_refused_by_both_or_by_none()
    {
        var refused = 0;
        foreach (var (place, _) in Objects(YamlAsJson.Of(LmsText.Text), "").DistinctBy(place => place.Shape).Where(place => place.Path != "/services"))
        {
            foreach (var key in At(YamlAsJson.Of(LmsText.Text), place).Select(pair => pair.Key).ToList())
            {
                var altered = YamlAsJson.Of(LmsText.Text);
                At(altered, place).Remove(key);
                var reads = Reads(altered);

                IsValid(altered).Should().Be(reads, "{0} lacks {1}", place, key);
                refused += reads ? 0 : 1;
            }
        }

        refused.Should().BeGreaterThan(40);
    }

    [Theory]
    [InlineData("objective: {lt: 600ms}", "objective: {lt: 600}")]
    [InlineData("objective: {lt: 600ms}", "objective: {lt: 600 s}")]
    [InlineData("objective: {lt: 600ms}", "objective: {lt: 80%}")]
    [InlineData("objective: {lt: 600ms}", "objective: {lt: 600ms, gt: 1ms}")]
    [InlineData("objective: {lt: 600ms}", "objective: {below: 600ms}")]
    [InlineData("objective: {gte: 99.95%}", "objective: {gte: 99.95}")]
    [InlineData("objective: {gte: 99.95%}", "objective: {gte: 101%}")]
    [InlineData("objective: {gt: 5MB/s}", "objective: {gt: 5MB}")]
    [InlineData("objective: {lt: 100 items}", "objective: {lt: 100}")]
    [InlineData("objective: {lt: 80%}", "objective: {lt: 40 connections}")]
    [InlineData("version: 1", "version: 2")]
    [InlineData("kind: throughput", "kind: thruput")]
    [InlineData("tier: sla", "tier: gold")]
    [InlineData("severity: high", "severity: low")]
    [InlineData("classes: [status, check]", "classes: [status, chek]")]
    [InlineData("window: {rolling: 30d}", "window: {rolling: 30d, calendar: month}")]
    [InlineData("window: {rolling: 30d}", "window: {rolling: 30 days}")]
    [InlineData("window: {calendar: month}", "window: {calendar: moon}")]
    [InlineData("percentile: 95}", "percentile: 100}")]
    [InlineData("aggregate: max, over: 10s", "aggregate: top, over: 10s")]
    [InlineData("aggregate: max, over: 10s", "aggregate: max, over: 500ms")]
    [InlineData("aggregate: max, over: 10s", "aggregate: mean, over: 10s, for: 60s")]
    [InlineData("measure: http.response_time, percentile: 95}", "measure: http.response_time, percentile: 95, over: 0s}")]
    [InlineData("measure: http.response_time, percentile: 95}", "measure: http.response_time, percentile: 95, for: 1500ms}")]
    [InlineData("measure: db.query_time, percentile: 95}", "measure: db.query_time, percentile: 95, over: 10s}")]
    [InlineData("bad: jobs.failed, total: jobs.ended}", "bad: jobs.failed, total: jobs.ended, over: 10s}")]
    [InlineData("    notify: [On-call engineer]", "    window: 100ms\n    notify: [On-call engineer]")]
    [InlineData("\nalerts:\n", "\nknownIssues: [{alert: alert-error-rate, ticket: LMS-412}]\nalerts:\n")]
    [InlineData("\nalerts:\n", "\nknownIssues: [{alert: alert-error-rate, ticket: LMS-412, until: tomorrow}]\nalerts:\n")]
    [InlineData("\nalerts:\n", "\nburnRates: []\nalerts:\n")]
    [InlineData("\nalerts:\n", "\nburnRates: [{budget: 2%, long: 1h, short: 5m, severity: sms}]\nalerts:\n")]
    [InlineData("\nalerts:\n", "\nburnRates: [{budget: 2%, long: 1h, short: 30s, severity: page}]\nalerts:\n")]
    [InlineData("\nalerts:\n", "\nburnRates: [{budget: 2, long: 1h, short: 5m, severity: page}]\nalerts:\n")]
    [InlineData("users: 1000, per: instance", "users: 0, per: instance")]
    [InlineData("users: 1000, per: instance", "users: 1000, arrivalRate: 5/s, per: instance")]
    [InlineData("arrivalRate: 150/s", "arrivalRate: 150")]
    [InlineData("required: false", "required: no")]
    [InlineData("source: \"3.2/1\"", "source: row one")]
    [InlineData("id: api-response-p95\n", "id: API response\n")]
    [InlineData("by: exponential-backoff", "by: backoff")]
    [InlineData("period: 744h", "period: long")]
    [InlineData("notify: [On-call engineer]", "notify: []")]
    [InlineData("needs: [approval]", "needs: [aproval]")]
    [InlineData("needs: [approval]", "needs: []")]
    [InlineData("needs: [approval]", "needs: [approval]\n    leastBudget: 10%")]
    [InlineData("leastBudget: 10%", "leastBudget: 10")]
    [InlineData("leastBudget: 10%", "leastBudget: 110%")]
    [InlineData("unknownBudget: passes", "unknownBudget: maybe")]
    [InlineData("measured: 650ms", "measured: 650")]
    [InlineData("status: green", "status: gren")]
    [InlineData("good: 'sum(count_over_time(", "goods: 'sum(count_over_time(")]
    [InlineData("histogram: 'lms_db_query", "total: 'lms_db_query")]
    [InlineData("production: {histogram: 'lms_db_query_duration_seconds_bucket{query!=\"health\"}'}", "production: {}")]
    [InlineData("production: {histogram: 'lms_db_query_duration_seconds_bucket{query!=\"health\"}'}", "production: {histogram: 'a_bucket', value: 'a'}")]
    [InlineData("production: {histogram: 'lms_db_query_duration_seconds_bucket{query!=\"health\"}'}", "production: {histogram: 'sum(a_bucket)'}")]
    [InlineData("production: {histogram: 'lms_db_query_duration_seconds_bucket{query!=\"health\"}'}", "production: {histogram: a_bucket, unit: hours}")]
    [InlineData("production: {histogram: 'lms_db_query_duration_seconds_bucket{query!=\"health\"}'}", "production: {value: 'a[$__rate_interval]'}")]
    [InlineData("production: {notMeasured: \"The LMS exports no memory of Redis.\"}", "production: {good: a, total: b}")]
    [InlineData("    offered: {users: 1000", "    production: {value: a}\n    offered: {users: 1000")]
    [InlineData("\nattainment:\n", "\nmaintenance: [{from: 2026-10-04T02:00, to: 2026-10-04T04:00Z, reason: disks}]\nattainment:\n")]
    [InlineData("\nattainment:\n", "\nmaintenance: [{from: 2026-10-04T02:00Z, to: 2026-10-04T04:00Z}]\nattainment:\n")]
    [InlineData("\nattainment:\n", "\nmaintenance: [{from: 2026-10-04T02:00Z, to: 2026-10-04T04:00Z, reason: disks, by: me}]\nattainment:\n")]
    public void A_wrong_value_is_refused_by_both(string from, string to)
    {
        LmsText.Text.Should().Contain(from);
        var altered = YamlAsJson.Of(LmsText.Text.Replace(from, to, StringComparison.Ordinal));

        (Reads(altered), IsValid(altered)).Should().Be((false, false));
    }

    [Theory]
    [InlineData("objective: {lt: 600ms}", "objective: {lte: 0.6s}")]
    [InlineData("objective: {lt: 600ms}", "objective: {lt: 600 ms}")]
    [InlineData("objective: {gt: 5MB/s}", "objective: {gte: 5/s}")]
    [InlineData("objective: {lt: 100 items}", "objective: {lt: 256MiB}")]
    [InlineData("window: {rolling: 30d}", "window: {rolling: 1d12h}")]
    [InlineData("percentile: 95}", "percentile: 99.9}")]
    [InlineData("arrivalRate: 150/s", "arrivalRate: 9000/m")]
    [InlineData("measure: http.response_time, percentile: 95}", "measure: http.response_time, percentile: 95, over: 10s}")]
    [InlineData("measure: http.response_time, percentile: 95}", "measure: http.response_time, percentile: 95, over: 1m30s, for: 60s}")]
    [InlineData("measure: upload.throughput, percentile: 5}", "measure: upload.throughput, percentile: 5, for: 10s}")]
    [InlineData("classes: [status, check]}", "classes: [status, check], over: 10s}")]
    [InlineData("aggregate: max, over: 10s", "aggregate: max, over: 10s, for: 1m")]
    [InlineData("\nalerts:\n", "\nknownIssues: [{alert: alert-error-rate, ticket: LMS-412, until: '2026-12-01'}]\nalerts:\n")]
    [InlineData("\nalerts:\n", "\nburnRates: [{budget: 5%, long: 1h, short: 5m, severity: page}]\nalerts:\n")]
    [InlineData("budgetLeft: 92%", "budgetLeft: -8%")]
    [InlineData("by: exponential-backoff", "by: repeat-interval")]
    [InlineData("unknownBudget: passes", "unknownBudget: blocks\n    leastBudget: 2.5%")]
    [InlineData("production: {histogram: 'lms_db_query_duration_seconds_bucket{query!=\"health\"}'}", "production: {histogram: a_bucket, unit: milliseconds}")]
    [InlineData("production: {histogram: 'lms_db_query_duration_seconds_bucket{query!=\"health\"}'}", "production: {value: 'max_over_time(a[$__slice])'}")]
    [InlineData("production: {notMeasured: \"The LMS exports no memory of Redis.\"}", "required: true")]
    [InlineData("\nattainment:\n", "\nmaintenance: [{from: 2026-10-04T02:00Z, to: 2026-10-04T04:30:30+02:00, reason: disks}]\nattainment:\n")]
    [InlineData("\nservices:\n", "\ninstance: 2 cores\nservices:\n")]
    [InlineData("    notify: [On-call engineer]", "    window: 5m\n    notify: [On-call engineer]")]
    public void Another_good_value_is_taken_by_both(string from, string to)
    {
        LmsText.Text.Should().Contain(from);
        var altered = YamlAsJson.Of(LmsText.Text.Replace(from, to, StringComparison.Ordinal));

        (Reads(altered), IsValid(altered)).Should().Be((true, true));
    }

    private static bool IsValid(JsonObject document)
    {
        using var parsed = JsonDocument.Parse(document.ToJsonString(Plain));
        return Schema.Evaluate(parsed.RootElement).IsValid;
    }

    private static bool Reads(JsonObject document)
    {
        try
        {
            SloCatalogue.Parse(document.ToJsonString(Plain), "altered.yaml");
            return true;
        }
        catch (LoadLabException)
        {
            return false;
        }
    }

    /// <summary>Every mapping of the document. Two of one shape have the same keys in the same kind of place.</summary>
    private static IEnumerable<(string Path, string Shape)> Objects(JsonNode? node, string path)
    {
        if (node is JsonObject map)
        {
            yield return (path, string.Join('/', path.Split('/').Where(part => !char.IsAsciiDigit(part.FirstOrDefault()))) + " " + map["kind"] + " " + string.Join(',', map.Select(pair => pair.Key)));
        }

        var children = node switch
        {
            JsonObject parent => parent.Select(pair => (pair.Key, pair.Value)),
            JsonArray list => list.Select((item, i) => (Key: i.ToString(CultureInfo.InvariantCulture), Value: item)),
            _ => [],
        };
        foreach (var found in children.SelectMany(child => Objects(child.Value, $"{path}/{child.Key}")))
        {
            yield return found;
        }
    }

    private static JsonObject At(JsonObject document, string path)
    {
        JsonNode at = document;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = at is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)]! : at[part]!;
        }

        return (JsonObject)at;
    }
}
