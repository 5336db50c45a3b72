using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using LoadLab.Core;
using LoadLab.Core.Suites;
using LoadLab.Tests.Core.Catalogue;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Suites;

/// <summary>The schema that editors use, the reference that people read and the reader know the same keys, and refuse the same slips.</summary>
public sealed partial class SuiteSchemaTests
{
    private const string Unknown = "nobody-knows-this";

    /// <summary>Every key that there is, but those that exclude one another. The second phase has those of the open model.</summary>
    private const string Full = """
        suite: full
        description: All keys
        scenarios: Lms.Scenarios
        catalogue: lms
        slos: [db-pool]
        seed: 7
        stack:
          kind: processes
          postgres: {max_connections: 400, synchronous_commit: "on"}
          redis: {maxmemory: 256mb}
          external: {baseUrl: "http://127.0.0.1:8080", postgres: Host=h, redis: "h:1", metricsPath: /m}
          api: {instances: 2}
          images: {postgres: "postgres:17.6", redis: "redis:8", api: "api:1", smtp: "axllent/mailpit:v1.31.2"}
          limits: {postgres: {cpus: 2, memory: 1GiB}, redis: {cpus: 1, memory: 1GiB}, api: {cpus: 0.5, memory: 512MB}, smtp: {cpus: 1, memory: 64MiB}}
          network: host
          nice: 0
        lms:
          delay: 1ms
          query: {delay: 1ms}
          pool: {size: 20}
          password: {iterations: 1_000}
          cache: {ttl: 30s}
          workers: 2
          data: {users: 50, courses: 20, enrolments: 100}
        settings: {upload.bytes: 10MB, fast: true}
        metrics: {db.pool.used: 'my_pool{state="used"}'}
        phases:
          - {name: users, model: closed, users: 10, thinkTime: {mean: 2s, distribution: uniform}, ramp: 1s, warmUp: 1s, hold: 10s, scenarios: {student: 1}, connections: shared, maxVirtualUsers: 20, requestTimeout: 5s, drain: 1s, startAt: 0s}
          - {name: paced, users: 10, pacing: 2s, iterations: 100}
          - {name: rate, model: open, rate: 20/s, arrivals: poisson, hold: 1m, preparedVirtualUsers: 5, scenarios: [student]}
          - {name: random, minRate: 5/s, maxRate: 20/s, arrivals: random, hold: 1m, scenarios: student}
          - name: closed-parts
            simulations:
              - {rampingConstant: {copies: 5, during: 1s}}
              - {keepConstant: {copies: 5, during: 9s}, measured: true}
              - {iterationsForConstant: {copies: 5, iterations: 20}}
          - name: open-parts
            simulations:
              - {rampingInject: {rate: 9/s, during: 1s}}
              - {inject: {rate: 9/s, during: 9s}}
              - {injectRandom: {min: 1, max: 9, interval: 2s, during: 8s}}
              - {poisson: {rate: 9/s, during: 9s}, measured: false}
              - {pause: {during: 1s}}
              - {iterationsForInject: {rate: 9/s, iterations: 20}}
        abort: [{slo: db-pool, after: 10s, for: 5s}]
        stop: {errorRatio: 50%, over: 5s, minSamples: 100}
        faults:
          - {stop: postgres, at: 5s, for: 2s, recoverWithin: 5s, errors: 60%, drainWithin: 5s}
          - {pause: api-2, at: 20s, for: 2s}
        maintenance: [{from: 1s, to: 5s, reason: drill}]
        """;

    private static readonly string s_scenarios = Path.Combine(RecordBuilder.Root(), "scenarios");
    private static readonly string s_path = Path.Combine(s_scenarios, "suites", "suite.schema.json");
    private static readonly JsonObject s_document = (JsonObject)JsonNode.Parse(File.ReadAllText(s_path))!;
    private static readonly JsonSchema s_schema = JsonSchema.FromText(s_document.ToJsonString());
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Shipped => [.. Directory.GetFiles(Path.GetDirectoryName(s_path)!, "*.yaml").Select(path => Path.GetFileName(path)).Append("template")];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_suite_that_comes_with_LoadLab_is_valid_and_names_the_schema(string name)
    {
        var path = name == "template" ? Path.Combine(RecordBuilder.Root(), "infra", "templates", "loadlab-scenario", "suite.yaml") : Path.Combine(Path.GetDirectoryName(s_path)!, name);
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");

        IsValid(YamlAsJson.Of(text)).Should().BeTrue();
        text.Should().StartWith($"# yaml-language-server: $schema={(name == "template" ? "LOADLAB-CHECKOUT/scenarios/suites/" : "")}suite.schema.json\n");
    }

    [Fact]
    public void The_keys_of_the_reader_are_those_of_the_schema_wherever_they_stand()
    {
        var places = Objects(YamlAsJson.Of(Full), "").Where(place => PropertiesAt(place).Count > 0).ToList();

        (Reads(YamlAsJson.Of(Full)), IsValid(YamlAsJson.Of(Full))).Should().Be((true, true));
        places.Count.Should().BeGreaterThan(35);
        foreach (var place in places)
        {
            var altered = YamlAsJson.Of(Full);
            At(altered, place)[Unknown] = "x";

            var fault = Faults(altered).Should().ContainSingle("{0} has an unknown key", place).Which;
            KnownHere().Match(fault).Groups[1].Value.Split(", ").Should().BeEquivalentTo(PropertiesAt(place), "these are the keys at '{0}'", place);
            IsValid(altered).Should().BeFalse("{0} has an unknown key", place);
        }
    }

    [Fact]
    public void A_key_that_the_schema_requires_is_required_by_the_reader()
    {
        var refused = 0;
        foreach (var place in Objects(YamlAsJson.Of(Full), ""))
        {
            foreach (var key in At(YamlAsJson.Of(Full), place).Select(pair => pair.Key).ToList())
            {
                var altered = YamlAsJson.Of(Full);
                At(altered, place).Remove(key);
                if (!IsValid(altered))
                {
                    refused++;
                    Reads(altered).Should().BeFalse("{0} lacks {1}", place, key);
                }
            }
        }

        refused.Should().BeGreaterThan(25);
    }

    [Theory]
    [InlineData("suite: full", "suite: all of it")]
    [InlineData("seed: 7", "seed: seven")]
    [InlineData("slos: [db-pool]", "slos: db-pool")]
    [InlineData("kind: processes", "kind: process")]
    [InlineData("\"http://127.0.0.1:8080\"", "127.0.0.1:8080")]
    [InlineData("instances: 2", "instances: 17")]
    [InlineData("\"redis:8\"", "redis")]
    [InlineData("cpus: 2", "cpus: 0")]
    [InlineData("memory: 512MB", "memory: 512")]
    [InlineData("network: host", "network: none")]
    [InlineData("nice: 0", "nice: 20")]
    [InlineData("size: 20", "size: 0")]
    [InlineData("ttl: 30s", "ttl: 30")]
    [InlineData("workers: 2", "workers: two")]
    [InlineData("settings: {upload.bytes: 10MB, fast: true}", "settings: [a]")]
    [InlineData("users: 10, thinkTime", "users: 0, thinkTime")]
    [InlineData("model: closed", "model: close")]
    [InlineData("thinkTime: {mean: 2s, distribution: uniform}", "thinkTime: {mean: 2s, distribution: normal}")]
    [InlineData("thinkTime: {mean: 2s, distribution: uniform}", "thinkTime: 2")]
    [InlineData("ramp: 1s, warmUp: 1s, hold: 10s", "ramp: 1s, warmUp: 1s")]
    [InlineData("ramp: 1s, warmUp: 1s, hold: 10s", "hold: 10s, iterations: 5")]
    [InlineData("pacing: 2s", "pacing: 2s, thinkTime: 2s")]
    [InlineData("rate: 20/s, arrivals: poisson", "rate: 20, arrivals: poisson")]
    [InlineData("rate: 20/s, arrivals: poisson", "rate: 20/s, arrivals: gauss")]
    [InlineData("scenarios: {student: 1}", "scenarios: {student: 0}")]
    [InlineData("scenarios: [student]", "scenarios: []")]
    [InlineData("connections: shared", "connections: pooled")]
    [InlineData("{pause: {during: 1s}}", "{pause: {during: 1s}, inject: {rate: 1/s, during: 1s}}")]
    [InlineData("{pause: {during: 1s}}", "{measured: true}")]
    [InlineData("{pause: {during: 1s}}", "{pause: 1s}")]
    [InlineData("measured: false", "measured: no")]
    [InlineData("  - name: open-parts\n", "  - name: open-parts\n    hold: 9s\n")]
    [InlineData("for: 5s}]", "for: 1500ms}]")]
    [InlineData("errorRatio: 50%", "errorRatio: 100%")]
    [InlineData("errorRatio: 50%", "errorRatio: 0.5")]
    [InlineData("{stop: postgres,", "{stop: mysql,")]
    [InlineData("{stop: postgres,", "{stop: postgres, pause: redis,")]
    [InlineData("at: 5s, for: 2s, recoverWithin: 5s", "at: soon, for: 2s, recoverWithin: 5s")]
    public void A_wrong_value_is_refused_by_both(string from, string to)
    {
        Full.Should().Contain(from);
        var altered = YamlAsJson.Of(Full.Replace(from, to, StringComparison.Ordinal));

        (Reads(altered), IsValid(altered)).Should().Be((false, false));
    }

    [Fact]
    public void The_reference_has_a_row_for_each_key_of_the_schema_and_no_other_with_an_example_that_is_valid()
    {
        var rows = File.ReadAllLines(Path.Combine(s_scenarios, "docs", "suite-reference.md"))
            .Select(line => line.Split(" | ")).Where(cells => cells is [['|', ' ', '`', ..], _, _, _, _]).Select(cells => cells.Select(cell => cell.Trim('|', ' ')).ToList()).ToList();
        var schemas = Keys(s_document, "").ToDictionary(key => key.Path, key => key.Schema);

        rows.Select(row => row[0].Trim('`')).Should().BeEquivalentTo(schemas.Keys).And.OnlyHaveUniqueItems();
        foreach (var row in rows)
        {
            row.Should().AllSatisfy(cell => cell.Should().NotBeEmpty());
            var schema = (JsonObject)schemas[row[0].Trim('`')].DeepClone();
            schema["$defs"] = s_document["$defs"]!.DeepClone();
            var example = YamlAsJson.Of("x: " + row[4].Trim('`'))["x"]!.ToJsonString(s_plain);
            using var parsed = JsonDocument.Parse(example);
            JsonSchema.FromText(schema.ToJsonString()).Evaluate(parsed.RootElement).IsValid.Should().BeTrue("{0} can be {1}", row[0], example);
        }
    }

    private static bool IsValid(JsonObject document)
    {
        using var parsed = JsonDocument.Parse(document.ToJsonString(s_plain));
        return s_schema.Evaluate(parsed.RootElement).IsValid;
    }

    private static bool Reads(JsonObject document) => Faults(document).Count == 0;

    private static IReadOnlyList<string> Faults(JsonObject document)
    {
        try
        {
            _ = SuiteFile.Parse(document.ToJsonString(s_plain), "altered.yaml").Name;
            return [];
        }
        catch (LoadLabException refused)
        {
            return refused.Faults;
        }
    }

    /// <summary>Every mapping of a document.</summary>
    private static IEnumerable<string> Objects(JsonNode? node, string path) => node switch
    {
        JsonObject map => map.SelectMany(pair => Objects(pair.Value, $"{path}/{pair.Key}")).Prepend(path),
        JsonArray list => list.SelectMany((item, i) => Objects(item, FormattableString.Invariant($"{path}/{i}"))),
        _ => [],
    };

    private static JsonObject At(JsonObject document, string path)
    {
        JsonNode at = document;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = at is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : at[part]!;
        }

        return (JsonObject)at;
    }

    private static ICollection<string> PropertiesAt(string path)
    {
        var at = s_document;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at?["items"] is JsonObject items)
            {
                at = Resolve(items);
            }
            else
            {
                at = at?["properties"]?[part] is JsonObject property ? Resolve(property) : null;
            }
        }

        return at?["properties"] is JsonObject properties ? [.. properties.Select(pair => pair.Key)] : [];
    }

    /// <summary>Every key of the schema with its dotted path.</summary>
    private static IEnumerable<(string Path, JsonObject Schema)> Keys(JsonObject schema, string path)
    {
        foreach (var (key, value) in schema["properties"] as JsonObject ?? [])
        {
            var at = path.Length == 0 ? key : path + "." + key;
            yield return (at, (JsonObject)value!);
            foreach (var inner in Keys(Resolve((JsonObject)value!), at))
            {
                yield return inner;
            }
        }

        if (schema["items"] is JsonObject items)
        {
            foreach (var inner in Keys(Resolve(items), path + "[]"))
            {
                yield return inner;
            }
        }

        if (schema["additionalProperties"] is JsonObject free)
        {
            yield return (path + ".NAME", free);
        }
    }

    /// <summary>What a reference stands for; of alternatives, the one that is a mapping.</summary>
    private static JsonObject Resolve(JsonObject schema) =>
        schema["$ref"] is { } reference ? (JsonObject)s_document["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!
        : schema["anyOf"] is JsonArray choices ? choices.OfType<JsonObject>().FirstOrDefault(choice => choice.ContainsKey("properties") || choice.ContainsKey("additionalProperties")) ?? schema
        : schema;

    [GeneratedRegex("Known here: (.*)\\.$")]
    private static partial Regex KnownHere();
}
