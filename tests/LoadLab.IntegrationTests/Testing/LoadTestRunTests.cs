using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;
using LoadLab.Testing;
using Microsoft.AspNetCore.Http;
using Shop.Tests;

namespace LoadLab.IntegrationTests.Testing;

/// <summary>Load tests in code against servers of this process, as a team's own tests make them.</summary>
[Collection(Measuring.Name)]
public sealed class LoadTestRunTests : IDisposable
{
    private static readonly ScenarioProps s_visit = Scenario.Create("visit", async context => await Step.Run("home", context, async () =>
    {
        using var request = Http.CreateRequest("GET", "/");
        return await Http.Send(context.HttpClient, request, context.CancellationToken);
    }));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadlab-testing-");
    private readonly List<string> _lines = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_server_of_this_process_is_a_GO_and_the_table_stands_in_the_output()
    {
        await using var server = await StubServer.StartAsync();

        var result = await Visit().Against(server.Address).RunAsync();

        result.ShouldBeGo().ShouldHaveNoFailures().ShouldPass("visit/*/p95");
        _lines.Should().ContainSingle(line => line.StartsWith("GO", StringComparison.Ordinal)).And.Contain(line => line.StartsWith("  PASS ", StringComparison.Ordinal)).And.Contain("Report  " + result.ReportPath);
        File.Exists(result.ReportPath).Should().BeTrue();
        result.Folder.Should().StartWith(_folder.FullName);
        (await File.ReadAllTextAsync(Path.Combine(result.Folder, "run.json"))).Should().Contain("This run was made by a test.");
    }

    [Fact]
    public async Task A_WebApplicationFactory_that_listens_is_a_target()
    {
        await using var shop = new ShopFactory();
        shop.UseKestrel(0);
        shop.StartServer();
        using var client = shop.CreateClient();

        var result = await Visit().Against(client).RunAsync();

        result.ShouldBeGo().Succeeded.Should().BeGreaterThan(100);
    }

    [Fact]
    public async Task A_server_that_fails_is_a_failure_that_says_what_failed_and_where_the_report_is()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync("out of stock");
        });

        var result = await Visit().Against(server.Address).RunAsync();

        var message = result.Invoking(said => said.ShouldBeGo()).Should().ThrowExactly<LoadTestFailedException>().Which.Message;
        message.Should().Contain("What failed:\n  home: 500").And.Contain("out of stock").And.Contain("Report  " + result.ReportPath).And.Contain("What to do: ");
    }

    [Fact]
    public async Task One_request_decides_nothing()
    {
        await using var server = await StubServer.StartAsync();

        var result = await LoadTest.Of(s_visit).WithLoad(Simulation.IterationsForConstant(1, 1)).Expect(Threshold.ResponseTime(95, TimeSpan.FromSeconds(2)))
            .KeepingResultsIn(_folder.FullName).WithOutput(_lines.Add).WithAttempts(5).Against(server.Address).RunAsync();

        result.Invoking(said => said.ShouldBeGo()).Should().ThrowExactly<InconclusiveRunException>().Which.Message.Should().Contain("A longer load or a higher rate gives more samples.");
    }

    [Fact]
    public async Task Where_nobody_listens_no_load_is_sent()
    {
        var run = () => Visit().Against("http://127.0.0.1:1").RunAsync();

        (await run.Should().ThrowAsync<LoadTestNotMadeException>()).Which.Message.Should().Contain("could not be made.\n  stack.external.baseUrl (--external-url): http://127.0.0.1:1/ does not answer").And.Contain("What to do: Start the stack");
    }

    [Fact]
    public void The_how_to_shows_what_is_compiled_here()
    {
        var compiled = File.ReadAllLines(Path.Combine(Built.Home, "tests", "LoadLab.IntegrationTests", "Testing", "DocumentedLoadTests.cs")).Skip(1);
        var howTo = File.ReadAllText(Path.Combine(Built.Home, "scenarios", "docs", "how-to-test-with-xunit.md"));

        howTo.Should().Contain("```csharp\n" + string.Join('\n', compiled).Replace("internal sealed class", "public sealed class", StringComparison.Ordinal) + "\n```");
    }

    /// <summary>4 s of 60 requests a second, of which the first is left out.</summary>
    private LoadTest Visit() => LoadTest.Of(s_visit)
        .WithLoad(Simulation.Inject(60, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)))
        .WithWarmUp(TimeSpan.FromSeconds(1))
        .Expect(Threshold.ResponseTime(95, TimeSpan.FromSeconds(2)), Threshold.ErrorRatio(0.1))
        .KeepingResultsIn(_folder.FullName)
        .WithOutput(_lines.Add)
        .WithAttempts(5);
}
