using System.Net.WebSockets;
using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;
using LoadLab.Sdk.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadLab.IntegrationTests.Protocols;

/// <summary>Against Kestrel's own WebSockets and a stream of events, in order and misbehaving.</summary>
public sealed class WebSocketStepTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private Uri _address = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        _address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Connect_round_trip_and_close_are_steps()
    {
        var answers = new List<string>();
        var run = await RunAsync(async context =>
        {
            await using var socket = (await WebSocketSession.Connect("connect", context, "/echo")).Payload.Value;
            answers.Add((await socket.RoundTrip("say", "hello", message => message.Text.StartsWith("echo"))).Payload.Value.Text);
            return await socket.Close("close");
        });

        answers.Should().Equal("echo hello");
        run.Phase.Failures.Should().BeEmpty();
        run.Slices.Select(slice => slice.Key.Step).Distinct().Should().BeEquivalentTo("connect", "say", "close", SeriesKey.WholeIteration);
        run.Phase.StatusCodes["s/connect"].Should().Equal(new Dictionary<string, long> { ["101"] = 1 });
    }

    [Fact]
    public async Task A_server_that_drops_the_connection_is_a_failure_of_the_step_that_waits_and_of_the_next()
    {
        var run = await RunAsync(async context =>
        {
            await using var socket = (await WebSocketSession.Connect("connect", context, "/drop")).Payload.Value;
            await socket.RoundTrip("say", "hello");
            return await socket.Send("again", "hello");
        });

        run.Phase.Failures.Select(failure => (failure.Step, failure.Class)).Should().BeEquivalentTo(
            [("say", ResultClasses.Reset), ("again", ResultClasses.Reset), (SeriesKey.WholeIteration, ResultClasses.Reset)]);
    }

    [Fact]
    public async Task A_server_that_closes_is_told_with_its_code()
    {
        var run = await RunAsync(async context =>
        {
            await using var socket = (await WebSocketSession.Connect("connect", context, "/close")).Payload.Value;
            return await socket.Receive("wait");
        });

        run.Phase.Failures.Should().Contain(failure => failure.Step == "wait" && failure.Code == "1011" && failure.Message == "the server closed the WebSocket: 1011 no more");
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_a_timeout_and_one_without_WebSockets_fails_under_its_status()
    {
        var run = await RunAsync(async context =>
        {
            await using var socket = (await WebSocketSession.Connect("connect", context, "/silent")).Payload.Value;
            await socket.Receive("wait");
            return await WebSocketSession.Connect("none", context, "/none");
        });

        run.Phase.Failures.Select(failure => (failure.Step, failure.Class, failure.Code)).Should().Contain([("wait", ResultClasses.Timeout, ""), ("none", ResultClasses.StatusOther, "404")]);
    }

    [Fact]
    public async Task Events_are_steps_and_the_end_of_their_stream_is_a_failure()
    {
        var seen = new List<string>();
        var run = await RunAsync(async context =>
        {
            await using var stream = (await EventStream.Open("open", context, Http.CreateRequest("GET", "/events"))).Payload.Value;
            seen.Add((await stream.Next("first")).Payload.Value.Data);
            seen.Add((await stream.Next("third", item => item.EventType == "third")).Payload.Value.Data);
            return await stream.Next("none");
        });

        seen.Should().Equal("one", "three\nlines");
        run.Phase.Failures.Where(failure => failure.Step == "none").Should().ContainSingle().Which.Should().BeEquivalentTo(new { Class = ResultClasses.Reset, Message = "the stream of events ended" });
        run.Phase.Failures.Select(failure => failure.Step).Should().BeEquivalentTo("none", SeriesKey.WholeIteration);
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_of_events_is_refused()
    {
        var run = await RunAsync(async context => await EventStream.Open("open", context, Http.CreateRequest("GET", "/page")));

        run.Phase.Failures.Should().Contain(failure => failure.Step == "open" && failure.Class == ResultClasses.Check && failure.Message == "the answer is text/html, and no text/event-stream");
    }

    [Fact]
    public async Task A_stream_that_is_refused_gives_its_connection_up()
    {
        var (isGivenUp, wasGivenUp) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), false);
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 503;
            await context.Response.WriteAsync("full, and never done with saying so");
            await Task.WhenAny(Task.Delay(Timeout.Infinite, context.RequestAborted));
            isGivenUp.TrySetResult();
        });

        await EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))), async context =>
        {
            var opened = await EventStream.Open("open", context, Http.CreateRequest("GET", "/"));
            wasGivenUp = await Task.WhenAny(isGivenUp.Task, Task.Delay(TimeSpan.FromSeconds(10), context.CancellationToken)) == isGivenUp.Task;
            return opened;
        }, server.Address);

        wasGivenUp.Should().BeTrue("nobody reads the body of a refusal");
    }

    private Task<EngineHarness> RunAsync(Func<IScenarioContext, Task<IResponse>> run) =>
        EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))) with { RequestTimeout = TimeSpan.FromSeconds(1) }, run, _address);

    private static async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/events":
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync("data: one\n\nevent: second\ndata: two\n\nevent: third\ndata: three\ndata: lines\n\n");
                return;
            case "/page":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<p>no</p>");
                return;
            case "/none":
                context.Response.StatusCode = 404;
                return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        switch (context.Request.Path.Value)
        {
            case "/close":
                await socket.CloseAsync(WebSocketCloseStatus.InternalServerError, "no more", context.RequestAborted);
                return;
            case "/drop":
                await socket.ReceiveAsync(buffer, context.RequestAborted);
                context.Abort();
                return;
        }

        while (await ReceiveAsync(socket, buffer, context.RequestAborted) is { } text)
        {
            if (context.Request.Path.Value == "/echo")
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes("noise"), WebSocketMessageType.Text, true, context.RequestAborted);
                await socket.SendAsync(Encoding.UTF8.GetBytes("echo " + text), WebSocketMessageType.Text, true, context.RequestAborted);
            }
        }
    }

    private static async Task<string?> ReceiveAsync(WebSocket socket, byte[] buffer, CancellationToken aborted)
    {
        try
        {
            var received = await socket.ReceiveAsync(buffer, aborted);
            if (received.MessageType != WebSocketMessageType.Close)
            {
                return Encoding.UTF8.GetString(buffer, 0, received.Count);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, aborted);
            return null;
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            return null;
        }
    }
}
