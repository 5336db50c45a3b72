using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Suites;

/// <summary><c>driver:</c> of a suite.</summary>
public sealed class DriverKeyTests
{
    private const string Catalogue = """
        version: 1
        catalogue: c
        services: {web: {title: Web, steps: ["*"]}}
        slos:
          - {id: p95, title: P95, source: "1/1", tier: slo, kind: response-time, service: web, indicator: {measure: http.response_time, percentile: 95}, objective: {lt: 500ms}}
          - {id: p95-accepts, title: P95, source: "1/2", tier: slo, kind: response-time, service: web, indicator: {measure: http.response_time, percentile: 95}, objective: {lt: 500ms}, acceptsServiceTime: true}
        """;

    [Fact]
    public void It_is_LoadLabs_engine_unless_the_suite_or_the_command_line_says_k6()
    {
        Suite("").Driver.Should().Be("loadlab");
        Suite("driver: k6").Driver.Should().Be("k6");
        Suite("driver: k6").WithOverrides([new KeyValuePair<string, string>("driver", "loadlab")]).Driver.Should().Be("loadlab");
    }

    [Fact]
    public void Another_word_is_refused()
    {
        var read = () => Suite("driver: wrk").Driver;

        read.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().Contain("driver").And.Contain("loadlab").And.Contain("k6");
    }

    [Fact]
    public void Users_of_k6_have_connections_of_their_own()
    {
        Plan("driver: k6").Phases[0].Connections.Should().Be(ConnectionPolicy.PerUser);
        Plan("").Phases[0].Connections.Should().Be(ConnectionPolicy.Shared);
    }

    [Fact]
    public void An_abort_by_a_response_time_that_k6_does_not_have_is_refused()
    {
        var plan = () => Plan("driver: k6\nabort: [{slo: p95}]");

        plan.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().Contain("k6 has no response times, so it would never end a run.");
        Plan("abort: [{slo: p95}]").Aborts.Should().ContainSingle().Which.Measure.Should().Be(MeasureNames.HttpResponseTime);
    }

    [Fact]
    public void It_is_by_service_time_where_the_row_accepts_that()
    {
        Plan("driver: k6\nabort: [{slo: p95-accepts}]").Aborts.Should().ContainSingle().Which.Measure.Should().Be(MeasureNames.HttpServiceTime);
    }

    private static SuiteFile Suite(string more) => SuiteFile.Parse(
        $"suite: s\nscenarios: s.js\ncatalogue: c\nstack: {{kind: external, external: {{baseUrl: http://127.0.0.1:1}}}}\n{more}\nphases: [{{name: p, model: open, rate: 5/s, hold: 5s, scenarios: read}}]", "s.yaml");

    private static RunPlan Plan(string more) => Planner.Plan(Suite(more), [Scenario.Create("read", _ => throw new InvalidOperationException())], new PlanOptions { Catalogue = SloCatalogue.Parse(Catalogue, "c.yaml") });
}
