using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>The first failures of each step and class are kept in full, and no more of them than a few.</summary>
public sealed class FailureExampleTests
{
    [Fact]
    public async Task Request_answer_and_stack_are_kept_without_secrets_and_bounded()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/drop")
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = 503;
            context.Response.Headers.SetCookie = "sid=mArK; Path=/";
            await context.Response.WriteAsync("{\"error\":\"full\",\"token\":\"mArK\",\"rest\":\"" + new string('x', 10_000) + "\"}");
        });
        var run = await EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(4, 400))), async context =>
        {
            await Step.Run("buy", context, async () =>
            {
                using var request = Http.CreateRequest("POST", "/buy?apikey=mArK").WithBearer("mArK").WithJsonBody(new { Item = 7, Password = "mArK" });
                return await Http.Send(context.HttpClient, request, context.CancellationToken);
            });
            await Step.Run("drop", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/drop"), context.CancellationToken));
            return await Step.Run<object>("think", context, () => throw new InvalidOperationException("no idea"));
        }, server.Address);

        var examples = run.Phase.Examples;
        examples.Select(example => (example.Step, example.Class)).Distinct().Should().BeEquivalentTo(
            [("buy", ResultClasses.Status5xx), ("drop", ResultClasses.Reset), ("think", ResultClasses.Exception)], "an iteration that ends with the response of its step is no further failure");
        examples.GroupBy(example => (example.Step, example.Class)).Should().OnlyContain(kind => kind.Count() <= FailureExample.MostOfKind);
        var buy = examples.First(example => example.Step == "buy");
        buy.Code.Should().Be("503");
        buy.Request.Should().StartWith($"POST {server.Address}buy?apikey=(hidden) HTTP/1.1\nAuthorization: Bearer (hidden, 4 characters)\n").And.EndWith("\n\n{\"item\":7,\"password\":\"(hidden)\"}");
        buy.Answer.Should().StartWith("HTTP/1.1 503 ").And.Contain("Set-Cookie: sid=(hidden, 4 characters); Path=/").And.Contain("{\"error\":\"full\",\"token\":\"(hidden)\"").And.Contain("bytes in all)");
        buy.Answer.Length.Should().BeLessThan(3_000);
        buy.Stack.Should().BeEmpty();
        examples.First(example => example.Step == "drop").Should().Match<FailureExample>(drop => drop.Request.StartsWith("GET ") && drop.Answer.Length == 0 && drop.Stack.Contains("HttpRequestException"));
        examples.First(example => example.Step == "think").Stack.Should().Contain("InvalidOperationException: no idea").And.Contain(nameof(FailureExampleTests));
        examples.Select(example => example.ToString()).Should().NotContain(text => text.Contains("mArK"));
    }

    [Fact]
    public async Task A_success_keeps_nothing()
    {
        await using var server = await StubServer.StartAsync();
        var run = await EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(2, 20))), async context =>
            await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken)), server.Address);

        run.Phase.Examples.Should().BeEmpty();
    }
}
