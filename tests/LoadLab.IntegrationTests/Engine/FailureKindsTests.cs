using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>What a run says of its failures, from a target that fails in each way.</summary>
public sealed class FailureKindsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Each_kind_is_told_with_its_status_its_count_and_a_piece_of_the_first_body()
    {
        await using var server = await StubServer.StartAsync(context => context.Request.Path.Value switch
        {
            "/login" => Answer(context, 401, "{\"errors\":[{\"message\":\"Invalid user credentials.\"}]}"),
            "/search" => Answer(context, 503, "<html><head><title>503</title></head><body><h1>pool exhausted</h1></body></html>"),
            "/hangs" => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
            _ => Task.CompletedTask,
        });
        var phase = Open(
            new LoadSegment(Simulation.Inject(20, Second, Second), Measured: false),
            Measured(Simulation.IterationsForInject(20, Second, 20))) with
        { RequestTimeout = 60 * Second, Drain = TimeSpan.FromMilliseconds(500) };

        var run = await RunAsync(phase, async context =>
        {
            var login = await Step.Run("login", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/login"), context.CancellationToken));
            await Step.Run("search", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", context.IterationNumber % 4 == 0 ? "/search" : "/"), context.CancellationToken));
            if (context.IterationNumber == 30)
            {
                await Step.Run("export", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/hangs"), context.CancellationToken));
            }

            return login;
        }, server.Address);

        var login = run.Phase.Failures.Should().ContainSingle(kind => kind.Step == "login").Subject;
        login.Should().Match<FailureCount>(kind => kind.Class == ResultClasses.StatusOther && kind.Code == "401" && kind.Measured == 20 && kind.Unmeasured == 20 && kind.Message == "Unauthorized");
        login.Body.Should().Be("{\"errors\":[{\"message\":\"Invalid user credentials.\"}]}");
        login.FirstSecond.Should().Be(run.Slices.Where(slice => slice.Key is { Step: "login", Class: ResultClasses.StatusOther }).Min(slice => slice.Second));
        run.Phase.Failures.Should().ContainSingle(kind => kind.Step == "search").Which.Should().Match<FailureCount>(
            kind => kind.Code == "503" && kind.Measured == 5 && kind.Unmeasured == 5 && kind.Body == "pool exhausted");
        run.Phase.CutOff.Should().ContainSingle().Which.Should().Match<CutOffCount>(cut => cut.Step == "export" && cut.Measured == 1 && cut.LongestMs > 0);
        run.Messages.Should().ContainSingle(line => line.Contains("First failure of s / login: 401: Unauthorized: {\"errors\"", StringComparison.Ordinal));
        run.Phase.StatusCodes["s/login"].Should().Equal(new Dictionary<string, long> { ["401"] = 20 });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_request_over_and_over_says_what_it_was_answered(bool chunked)
    {
        const string Body = "{\"error\":\"no such user\"}";
        await using var server = chunked
            ? RawServer.Answering($"HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{Body[..5]}\r\n{Body.Length - 5:x}\r\n{Body[5..]}\r\n0\r\n\r\n")
            : RawServer.Answering($"HTTP/1.1 401 Unauthorized\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        using var scenario = new HttpScenario(new HttpTarget { Address = server.Address, Method = "GET" }, TimeProvider.System);
        var phase = Closed(Measured(Simulation.IterationsForConstant(2, 20))) with { Mix = [new ScenarioShare(HttpScenario.Name, 1)] };

        var run = await RunAsync([phase], [scenario.Props]);

        run.Phase.Failures.Should().ContainSingle().Which.Should().Match<FailureCount>(kind => kind.Code == "401" && kind.Measured == 20 && kind.Body == Body);
    }

    private static Task Answer(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }
}
