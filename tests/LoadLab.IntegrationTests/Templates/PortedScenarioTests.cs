using System.Collections.Concurrent;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;
using Shop.LoadTests;

namespace LoadLab.IntegrationTests.Templates;

/// <summary>The scenario that scenarios/docs/how-to-port-from-nbomber.md ports.</summary>
public sealed class PortedScenarioTests
{
    [Fact]
    public void Readme_shows_the_ported_scenario_as_it_is_compiled_here()
    {
        var compiled = File.ReadAllText(Path.Combine(Built.Home, "tests", "LoadLab.IntegrationTests", "Templates", "PortedShop.cs"));
        var readme = File.ReadAllText(Path.Combine(Built.Home, "scenarios", "docs", "how-to-port-from-nbomber.md"));
        var blocks = readme.Split("```csharp\n").Skip(1).Select(text => text[..text.IndexOf("```", StringComparison.Ordinal)]).ToArray();

        blocks.Should().HaveCount(2, "one before and one after");
        blocks[1].Should().Be(compiled);
    }

    [Fact]
    public async Task Steps_of_the_ported_scenario_are_the_same_but_for_the_client_and_the_look_at_IsError()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Built.Home, "scenarios", "docs", "how-to-port-from-nbomber.md"));
        string[][] blocks = [.. readme.Split("```csharp\n").Skip(1).Select(text => Lines(text[..text.IndexOf("```", StringComparison.Ordinal)]))];

        blocks[0].Except(blocks[1]).Where(line => !line.StartsWith("using", StringComparison.Ordinal)).Should().Equal(
            "httpClient.BaseAddress = new Uri(\"http://127.0.0.1:8080\")",
            "var words = DataFeed.Circular(new[] { \"lamp\", \"chair\", \"desk\" })",
            "var scenario = Scenario.Create(\"buy\", async context =>",
            "NBomberRunner.RegisterScenarios(scenario).Run()");
        blocks[1].Except(blocks[0]).Should().Contain("if (search.IsError)");
    }

    [Fact]
    public async Task Ported_scenario_runs_and_each_iteration_gets_its_own_word()
    {
        var asked = new ConcurrentQueue<string>();
        var orders = new ConcurrentQueue<string>();
        await using var server = await StubServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/products")
            {
                asked.Enqueue(context.Request.Query["q"]!);
                await context.Response.WriteAsJsonAsync(new[] { new { id = 7, name = "a thing" } });
            }
            else
            {
                using var reader = new StreamReader(context.Request.Body);
                orders.Enqueue($"{context.Request.Method} {context.Request.Path} {context.Request.ContentType} {await reader.ReadToEndAsync()}");
                context.Response.StatusCode = 201;
            }
        });

        var run = await RunAsync(server.Address, 12);

        run.Phase.Measured.Should().BeEquivalentTo(new { Scheduled = 12L, Ok = 12L });
        asked.GroupBy(word => word).Select(group => (group.Key, group.Count())).Should().BeEquivalentTo([("lamp", 4), ("chair", 4), ("desk", 4)]);
        orders.Should().HaveCount(12).And.OnlyContain(order => order == "POST /orders application/json; charset=utf-8 {\"product\": 7}");
        run.Response("search").TotalCount.Should().Be(12);
        run.Response("order").TotalCount.Should().Be(12);
    }

    [Fact]
    public async Task Failed_step_ends_the_iteration_as_failed_with_its_status()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        var run = await RunAsync(server.Address, 6);

        run.Phase.Measured.Should().BeEquivalentTo(new { Scheduled = 6L, Failed = 6L });
        run.Slices.Select(slice => slice.Key.Step).Distinct().Should().NotContain("order");
    }

    private static Task<EngineHarness> RunAsync(Uri target, int iterations)
    {
        var phase = EngineHarness.Open(EngineHarness.Measured(Simulation.IterationsForInject(rate: 20, interval: TimeSpan.FromSeconds(1), iterations: iterations)));
        return EngineHarness.RunAsync([phase with { Mix = [new ScenarioShare("buy", 1)] }], new ShopScenarios().Scenarios, target);
    }

    private static string[] Lines(string block) =>
        [.. block.Split('\n').Select(line => line.Trim().Replace("context.HttpClient", "httpClient", StringComparison.Ordinal).Replace("_words", "words", StringComparison.Ordinal).TrimEnd(';', ',')).Where(line => line.Length > 0)];
}
