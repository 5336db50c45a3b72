using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using LoadLab.K6.Exports;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.K6;

/// <summary>A suite that was written as a k6 script, run by LoadLab's own runtime.</summary>
public sealed class ExportedScriptTests
{
    [Fact]
    public async Task An_exported_suite_runs_and_its_thresholds_see_the_requests_of_their_services()
    {
        await using var server = await StubServer.StartAsync(context => context.Response.WriteAsync("ok"));
        var catalogue = SloCatalogue.Parse(
            """
            version: 1
            catalogue: shop
            services:
              all: {steps: ["*"]}
            slos:
              - {id: errors, title: Errors, source: 1.1/1, kind: error-ratio, tier: slo, service: all, objective: {lt: 1%}}
              - {id: p95, title: P95, source: 1.1/2, kind: response-time, tier: slo, service: all, indicator: {percentile: 95}, objective: {lt: 60s}}
            """,
            "shop.yaml");
        var plan = new RunPlan
        {
            Suite = "shop",
            Seed = 1,
            ScenarioAssembly = "",
            Stack = new StackPlan { Kind = "external" },
            Catalogue = "shop",
            Phases =
            [
                new PhasePlan
                {
                    Name = "counted",
                    Model = LoadModel.Closed,
                    Mix = [new ScenarioShare("student", 1)],
                    Segments = [new LoadSegment(Simulation.IterationsForConstant(3, 30), Measured: true)],
                    MaxVirtualUsers = 3,
                    Connections = ConnectionPolicy.PerUser,
                },
            ],
        };

        var run = await ScriptHarness.RunAsync(server, K6ScriptExport.Write(plan, catalogue).Replace("__ENV.BASE_URL", "'STUB'", StringComparison.Ordinal).Replace("BASE_URL", "target", StringComparison.Ordinal).Replace("STUB", "BASE", StringComparison.Ordinal));

        run.Metric("http_reqs").Values["count"].Should().Be(30);
        run.Metric("http_req_failed{service_all:true}").Samples.Should().Be(30);
        run.Outcomes.Should().Equal(new Dictionary<string, bool>
        {
            ["http_req_failed{service_all:true} rate<0.01"] = true,
            ["http_req_duration{service_all:true,expected_response:true} p(95)<60000"] = true,
        });
        run.Result.Phases.Single().StatusCodes["counted/student"].Should().Equal(new Dictionary<string, long> { ["200"] = 30 });
        server.Arrivals.Should().HaveCount(30);
    }
}
