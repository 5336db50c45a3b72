using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Sdk;

public sealed class HttpSessionTests
{
    [Fact]
    public async Task Cookies_headers_and_token_stay_with_the_user_and_the_tokens_request_is_no_step()
    {
        var (tokens, seen) = (0, new List<string>());
        await using var server = await StubServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/token")
            {
                await Task.Delay(300);
                await context.Response.WriteAsync($"token-{++tokens}");
                return;
            }

            seen.Add($"{context.Request.Path} {context.Request.Headers.Authorization} {context.Request.Headers["X-App"]} {context.Request.Headers.Cookie}");
            context.Response.Headers.SetCookie = "sid=abc; Path=/; HttpOnly";
        });
        var run = await EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 2))), async context =>
        {
            var session = HttpSession.Of(context, options =>
            {
                options.BaseAddress = new Uri(server.Address, "/api/");
                options.Headers["X-App"] = "shop";
                options.FetchToken = async (client, cancellation) => new SessionToken(await client.GetStringAsync("/token", cancellation), TimeSpan.FromMinutes(5));
            });
            await session.Send("list", context, Http.CreateRequest("GET", "list"));
            return await session.Send("open", context, Http.CreateRequest("GET", "open"));
        }, server.Address);

        tokens.Should().Be(1, "the token is good for five minutes");
        seen.Should().Equal("/api/list Bearer token-1 shop ", "/api/open Bearer token-1 shop sid=abc", "/api/list Bearer token-1 shop sid=abc", "/api/open Bearer token-1 shop sid=abc");
        run.Slices.Select(slice => slice.Key.Step).Distinct().Should().BeEquivalentTo("list", "open", SeriesKey.WholeIteration);
        run.Response("list").MaxMicros.Should().BeLessThan(300_000, "the step is timed without the token's request");
        run.Response().MaxMicros.Should().BeGreaterThanOrEqualTo(290_000, "the iteration waited for it");
    }

    [Fact]
    public async Task A_body_keeps_its_own_type_and_a_host_may_set_as_many_cookies_as_in_a_browser()
    {
        var (types, cookies) = (new List<string?>(), new List<string>());
        await using var server = await StubServer.StartAsync(context =>
        {
            types.Add(context.Request.ContentType);
            cookies.Add(context.Request.Headers.Cookie.ToString());
            for (var number = 0; number < 40; number++)
            {
                context.Response.Headers.Append("Set-Cookie", FormattableString.Invariant($"c{number}=v; Path=/"));
            }

            return Task.CompletedTask;
        });

        await EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))), async context =>
        {
            var session = HttpSession.Of(context, options => options.Headers["Content-Type"] = "application/json");
            await session.Send("form", context, Http.CreateRequest("POST", "/form").WithBody(new FormUrlEncodedContent([new("a", "b")])));
            return await session.Send("bytes", context, Http.CreateRequest("POST", "/bytes").WithBody(new ByteArrayContent([1])));
        }, server.Address);

        types.Should().Equal("application/x-www-form-urlencoded", "application/json");
        cookies[1].Split("; ").Should().HaveCount(40);
    }

    [Fact]
    public async Task A_token_that_cannot_be_fetched_fails_the_step_that_needed_it()
    {
        await using var server = await StubServer.StartAsync();
        var run = await EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))), async context =>
        {
            var session = HttpSession.Of(context, options => options.FetchToken = (_, _) => throw new InvalidOperationException("no such client"));
            return await session.Send("list", context, Http.CreateRequest("GET", "/"));
        }, server.Address);

        run.Phase.Failures.Where(failure => failure.Step == "list").Should().ContainSingle().Which.Message.Should().Contain("no such client");
        server.Arrivals.Should().BeEmpty();
    }

    [Fact]
    public async Task Tries_after_the_first_are_steps_of_their_own_and_the_first_stays_failed()
    {
        var seen = 0;
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = ++seen % 3 == 0 ? 200 : 503;
            return Task.CompletedTask;
        });
        var run = await EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 2))), async context =>
            await Retry.Run("buy", context, () => Http.Send(context.HttpClient, Http.CreateRequest("POST", "/"), context.CancellationToken), wait: TimeSpan.FromMilliseconds(1)), server.Address);

        seen.Should().Be(6);
        run.Phase.StatusCodes["s/buy"].Should().Equal(new Dictionary<string, long> { ["503"] = 2 });
        run.Phase.StatusCodes["s/buy (retry)"].Should().BeEquivalentTo(new Dictionary<string, long> { ["200"] = 2, ["503"] = 2 });
        run.Phase.Measured.Ok.Should().Be(2, "the iteration ends with the last try");
    }

    [Fact]
    public async Task A_wait_before_the_first_step_lengthens_the_iteration_alone()
    {
        var run = await EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))), async context =>
        {
            await Think.For(context, TimeSpan.FromMilliseconds(400));
            var response = await Step.Run("quick", context, () => Task.FromResult(Response.Ok()));
            await Pacing.Until(context, TimeSpan.FromMilliseconds(700));
            return response;
        });

        run.Response("quick").MaxMicros.Should().BeLessThan(400_000);
        run.Response().MaxMicros.Should().BeGreaterThanOrEqualTo(690_000);
    }

    [Fact]
    public async Task Setup_data_is_made_once_given_to_each_iteration_and_cleared_away()
    {
        var (made, given, cleared) = (0, new List<int>(), 0);
        var scenario = Scenario.Create(
            "s",
            setup: _ => Task.FromResult(++made + 40),
            run: (_, data) =>
            {
                given.Add(data);
                return Task.FromResult<IResponse>(Response.Ok());
            },
            teardown: (_, data) => Task.FromResult(cleared = data));

        await EngineHarness.RunAsync([EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 2)))], [scenario]);

        (made, cleared).Should().Be((1, 41));
        given.Should().Equal(41, 41);
    }
}
