using System.Text;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Engine;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>One iteration, seen in full: what <c>run --once</c> stands on.</summary>
public sealed class IterationTraceTests
{
    [Fact]
    public async Task Every_step_and_request_is_told_in_order_with_bodies_and_times()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync("got " + await reader.ReadToEndAsync());
        });

        var trace = await RunAsync(server.Address, async context =>
        {
            await Step.Run("first", context, () => Http.Send(context.HttpClient, Http.CreateRequest("POST", "/a?b=1").WithHeader("X-A", "1").WithBody(new StringContent("hello")), context.CancellationToken));
            return await Step.Run("second", context, async () =>
            {
                // Not by Http.Send: an ordinary use of the client.
                using var answer = await context.HttpClient.GetAsync("/b", context.CancellationToken);
                return Response.Fail("200", "not what was asked for");
            });
        });

        trace.Events.Should().Equal(
            "iteration of s", "step first", "POST /a?b=1 200", "step first ended False", "step second", "GET /b 200", "step second ended True", "iteration ended True");
        var (first, second) = (trace.Exchanges[0], trace.Exchanges[1]);
        Encoding.UTF8.GetString(first.RequestBody!).Should().Be("hello");
        Encoding.UTF8.GetString(first.Body!).Should().Be("got hello");
        Encoding.UTF8.GetString(second.Body!).Should().Be("got ");
        first.Request.Headers.GetValues("X-A").Should().Equal("1");
        first.Phases.Should().Match<RequestPhases>(phases => phases.Connect != null && phases.Send != null && phases.FirstByte != null && phases.Body != null && phases.Tls == null && phases.Dns == null);
        second.Phases.Connect.Should().BeNull("the connection was used before");
    }

    [Fact]
    public async Task The_look_up_of_a_name_is_a_part_of_its_own()
    {
        await using var server = await StubServer.StartAsync();

        var trace = await RunAsync(new UriBuilder(server.Address) { Host = "localhost" }.Uri, async context => await Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));

        trace.Exchanges.Should().ContainSingle().Which.Phases.Dns.Should().NotBeNull();
    }

    [Fact]
    public async Task A_server_that_drops_the_connection_is_told_with_its_fault()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var trace = await RunAsync(server.Address, async context => await Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));

        trace.Events.Should().Equal("iteration of s", "GET / HttpRequestException", "iteration ended True");
        trace.Exchanges[0].Phases.Body.Should().BeNull();
    }

    [Fact]
    public async Task A_stream_of_events_is_left_to_the_scenario()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: one\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        string? line = null;

        var trace = await RunAsync(server.Address, async context =>
        {
            using var answer = await context.HttpClient.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, context.CancellationToken);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(context.CancellationToken));
            line = await reader.ReadLineAsync(context.CancellationToken);
            return Response.Ok();
        });

        line.Should().Be("data: one");
        trace.Exchanges.Should().ContainSingle().Which.Body.Should().BeNull();
    }

    private static async Task<NotedTrace> RunAsync(Uri target, Func<IScenarioContext, Task<IResponse>> run)
    {
        var plan = new RunPlan
        {
            Suite = "test",
            Seed = 42,
            ScenarioAssembly = "test",
            Stack = new StackPlan { Kind = "external" },
            Catalogue = "none",
            Phases = [EngineHarness.Closed(EngineHarness.Measured(Simulation.KeepConstant(50, TimeSpan.FromMinutes(5))))],
        };
        var trace = new NotedTrace();
        await new LoadEngine().RunAsync(
            new LoadRequest(OncePlan.Of(plan), [Scenario.Create("s", run)], target, new RunClock(TimeProvider.System)) { Trace = trace }, new EngineHarness(), CancellationToken.None);
        return trace;
    }
}
