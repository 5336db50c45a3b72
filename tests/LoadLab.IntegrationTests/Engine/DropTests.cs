using System.Net.Http;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Engine.Clients;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;
using LoadLab.Engine.SelfTest;
using LoadLab.Sdk;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>A request that a server loses is a failure, once, and nothing is sent twice in silence. The server counts.</summary>
public sealed class DropTests
{
    private const int Requests = 60;
    private const int Every = 10;

    public static TheoryData<string, bool> Ways => new() { { "http", false }, { "http", true }, { "scenario", false }, { "scenario", true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public Task Closed_without_an_answer(string way, bool tls) => FailsWhatIsDropped(DropKind.Fin, way, tls);

    [Theory]
    [MemberData(nameof(Ways))]
    public Task Reset_without_an_answer(string way, bool tls) => FailsWhatIsDropped(DropKind.Reset, way, tls);

    [Theory]
    [MemberData(nameof(Ways))]
    public Task Closed_in_the_middle_of_the_answer(string way, bool tls) => FailsWhatIsDropped(DropKind.MidAnswer, way, tls);

    [Theory]
    [MemberData(nameof(Ways))]
    public Task Closed_late(string way, bool tls) => FailsWhatIsDropped(DropKind.Late, way, tls);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_that_was_closed_while_idle_is_replaced_without_a_failure(bool tls)
    {
        using var certificate = tls ? Certificates.SelfSigned() : null;
        await using var server = new DropServer(DropKind.Idle, Every, certificate);
        var counter = new ConnectionCounter();

        // Each user has a client of its own: no other may take a connection that is about to be closed.
        var run = await RunAsync(Phase(LoadModel.Closed), context => PostAsync(context.UserState(() => Client(server, counter)), context, server));

        run.Phase.Measured.Ok.Should().Be(Requests, "{0}", string.Join("; ", run.Phase.FailureSamples));
        server.Seen.Should().Be(Requests);
        counter.Counts.Reconnects.Should().BeInRange(1, Requests / Every);
        counter.Counts.Resends.Should().Be(0);
    }

    [Fact]
    public async Task Connection_of_the_command_that_was_closed_while_idle_is_replaced_without_a_failure()
    {
        await using var server = new DropServer(DropKind.Idle, every: 1);
        var target = new HttpTarget { Address = server.Address, Method = "POST", Headers = [new("X-Id", "same")] };
        var counter = new ConnectionCounter();
        using var connection = new HttpConnection(target, PoolKey.EndPointOf(server.Address), counter, new HttpErrorBodies(), new HttpParts(TimeProvider.System), TimeProvider.System);

        for (var i = 0; i < 3; i++)
        {
            (await connection.SendAsync(new PreparedRequest(target), CancellationToken.None)).IsError.Should().BeFalse();
            await server.WhenClosedAsync("same");
            server.Forget();
        }

        counter.Counts.Should().Be(new ConnectionCounts(3, 0, 0, Reconnects: 2));
        connection.Requests.Should().Be(3);
    }

    [Theory]
    [InlineData("http", "GET", true)]
    [InlineData("scenario", "GET", true)]
    [InlineData("http", "PUT", true)]
    [InlineData("scenario", "PUT", true)]
    [InlineData("http", "POST", false)]
    [InlineData("scenario", "POST", false)]
    [InlineData("scenario", "PATCH", false)]
    public async Task Only_what_is_idempotent_is_resent_and_only_when_asked_for(string way, string method, bool resent)
    {
        await using var server = new DropServer(DropKind.Fin, Every);

        var (run, counts) = await DriveAsync(server, way, method, LoadModel.Closed, ResendPolicy.Idempotent);

        counts.Resends.Should().Be(resent ? server.Dropped - run.Phase.Measured.Failed : 0);
        server.Seen.Should().Be(Requests + counts.Resends, "a resent request arrives twice");
        if (resent)
        {
            // One that was lost on its first request of a connection, or twice, is a failure all the same.
            counts.Resends.Should().BeGreaterThan(0);
        }
        else
        {
            run.Phase.Measured.Failed.Should().Be(server.Dropped);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Default_client_of_the_Sdk_sends_nothing_twice_either(string method)
    {
        foreach (var kind in new[] { DropKind.Fin, DropKind.Reset, DropKind.MidAnswer })
        {
            await using var server = new DropServer(kind, Every);
            using var client = Http.CreateDefaultClient();
            client.BaseAddress = server.Address;

            var run = await RunAsync(Phase(LoadModel.Closed), context => SendAsync(client, context, method));

            server.Seen.Should().Be(Requests);
            server.Twice.Should().Be(0);
            run.Response(resultClass: ResultClasses.Reset).TotalCount.Should().Be(server.Dropped, string.Join("; ", run.Phase.FailureSamples));
            run.Phase.Measured.Ok.Should().Be(Requests - server.Dropped);
        }
    }

    private static async Task FailsWhatIsDropped(DropKind kind, string way, bool tls)
    {
        using var certificate = tls ? Certificates.SelfSigned() : null;
        foreach (var model in new[] { LoadModel.Closed, LoadModel.Open })
        {
            foreach (var method in new[] { "GET", "POST" })
            {
                await using var server = new DropServer(kind, Every, certificate);

                var (run, counts) = await DriveAsync(server, way, method, model, ResendPolicy.Never);

                var why = $"{method} {model}: {string.Join("; ", run.Phase.FailureSamples)}";
                run.Phase.Measured.Should().BeEquivalentTo(new { Started = (long)Requests, Failed = server.Dropped, Ok = Requests - server.Dropped }, why);
                run.Response(resultClass: ResultClasses.Reset).TotalCount.Should().Be(server.Dropped, why).And.Be(Requests / Every, why);
                server.Seen.Should().Be(Requests, why);
                server.Twice.Should().Be(0, why);
                counts.Resends.Should().Be(0);
                if (kind == DropKind.Late)
                {
                    run.Service(resultClass: ResultClasses.Reset).MinMicros.Should().BeGreaterThan((long)(DropServer.Lateness.TotalMicroseconds * 0.9), "a loss takes the time that it took");
                }
            }
        }
    }

    private static async Task<(EngineHarness Run, ConnectionCounts Counts)> DriveAsync(DropServer server, string way, string method, LoadModel model, ResendPolicy resend)
    {
        var phase = Phase(model) with { Resend = resend };
        if (way == "http")
        {
            var target = new HttpTarget { Address = server.Address, Method = method, Body = method == "GET" ? default : "{\"a\":1}"u8.ToArray(), Insecure = true, Resend = resend };
            using var http = new HttpScenario(target, TimeProvider.System);
            return (await RunAsync([phase with { Mix = [new ScenarioShare(HttpScenario.Name, 1)] }], [http.Props]), http.Counts);
        }

        if (server.Address.Scheme == Uri.UriSchemeHttp)
        {
            // The context's own client.
            var run = await RunAsync(phase, context => SendAsync(context.HttpClient, context, method), server.Address);
            return (run, run.Phase.Connections);
        }

        var counter = new ConnectionCounter();
        using var client = Client(server, counter);
        return (await RunAsync(phase, context => SendAsync(client, context, method)), counter.Counts);
    }

    private static PhasePlan Phase(LoadModel model) => model == LoadModel.Closed
        ? Closed(Measured(Simulation.IterationsForConstant(4, Requests)))
        : Open(Measured(Simulation.IterationsForInject(300, TimeSpan.FromSeconds(1), Requests)));

    private static HttpClient Client(DropServer server, ConnectionCounter counter) =>
        new(EngineHandler.Create(counter, TimeProvider.System, 1000, insecure: true)) { BaseAddress = server.Address };

    private static async Task<IResponse> SendAsync(HttpClient client, IScenarioContext context, string method)
    {
        var request = Http.CreateRequest(method, "/").WithHeader("X-Id", $"{context.ScenarioInfo.ScenarioName}-{context.IterationNumber}");
        if (method != "GET")
        {
            request.WithJsonBody(new { Number = context.IterationNumber });
        }

        return await Http.Send(client, request, context.CancellationToken);
    }

    private static async Task<IResponse> PostAsync(HttpClient client, IScenarioContext context, DropServer server)
    {
        var id = context.IterationNumber.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var response = await Http.Send(client, Http.CreateRequest("POST", "/").WithHeader("X-Id", id).WithBody(new StringContent("x")), context.CancellationToken);
        if (!response.IsError && await response.Payload.Value.Content.ReadAsStringAsync() == DropServer.LastAnswer)
        {
            await server.WhenClosedAsync(id);
        }

        return response;
    }
}
