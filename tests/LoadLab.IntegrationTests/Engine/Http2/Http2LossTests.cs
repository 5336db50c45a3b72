using System.Net;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine.Http2;

/// <summary>What a server took up and did not answer has failed, what it never took up is sent again, and nothing arrives twice.</summary>
public sealed class Http2LossTests
{
    private const int Requests = 100;

    [Theory]
    [InlineData(Deed.Refuse, false, null)]
    [InlineData(Deed.GoAwayBefore, false, null)]
    [InlineData(Deed.GoAwayAndAnswer, false, null)]
    [InlineData(Deed.ResetInternal, false, "The HTTP/2 server reset the stream. HTTP/2 error code 'INTERNAL_ERROR' (0x2). (HttpProtocolError)")]
    [InlineData(Deed.ResetCancel, false, "The HTTP/2 server reset the stream. HTTP/2 error code 'CANCEL' (0x8). (HttpProtocolError)")]
    [InlineData(Deed.GoAwayAndDrop, false, "The connection was closed before the answer was complete.")]
    [InlineData(Deed.Drop, false, "The connection was closed before the answer was complete.")]
    [InlineData(Deed.DropByReset, false, "The connection was closed before the answer was complete.")]
    [InlineData(Deed.HalfAnswer, false, "The connection was closed before the answer was complete.")]
    [InlineData(Deed.HalfFrame, false, "The connection was closed before the answer was complete.")]
    [InlineData(Deed.Refuse, true, null)]
    [InlineData(Deed.GoAwayBefore, true, null)]
    [InlineData(Deed.Drop, true, "The connection was closed before the answer was complete.")]
    public async Task Failures_are_what_was_dropped_and_the_server_takes_up_what_was_offered(Deed deed, bool tls, string? failure)
    {
        using var certificate = tls ? Certificates.SelfSigned() : null;
        foreach (var way in new[] { Way.Http, Way.Scenario })
        {
            // Over TLS a scenario would need a certificate that somebody trusts.
            if (tls && way == Way.Scenario)
            {
                continue;
            }

            await using var server = new FrameServer(request => request % 10 == 0 ? deed : Deed.Answer, certificate);

            var (run, counts) = await RunAsync(server.Address, way, users: 1, method: "POST");

            var dropped = failure is null ? 0 : server.TakenUp - server.Answered;
            server.TakenUp.Should().Be(Requests, "{0}: what was offered is seen once", way);
            run.Phase.Measured.Ok.Should().Be(server.Answered);
            run.Phase.Measured.Failed.Should().Be(dropped);
            run.Response(resultClass: ResultClasses.Reset).TotalCount.Should().Be(dropped);
            run.Phase.FailureSamples.Values.Distinct().Should().Equal(failure is null ? [] : [failure]);
            counts.Requests.Should().Be(Requests);
            counts.Reconnects.Should().Be(server.Requests - Requests, "each request that was not taken up was sent again");
            (server.Requests > Requests).Should().Be(deed is Deed.Refuse or Deed.GoAwayBefore);
        }
    }

    /// <summary>The close may meet a request that is on its way already: that one is lost, and says so. One that was not written goes over another connection.</summary>
    [Theory]
    [InlineData(Way.Http)]
    [InlineData(Way.Scenario)]
    public async Task A_connection_that_closes_after_an_answer_without_a_word_loses_at_most_what_was_on_its_way(Way way)
    {
        await using var server = new FrameServer(request => request % 10 == 0 ? Deed.AnswerAndClose : Deed.Answer);

        var (run, _) = await RunAsync(server.Address, way, users: 1, method: "POST");

        server.TakenUp.Should().Be(server.Answered, "it answers all that it reads");
        run.Phase.Measured.Ok.Should().Be(server.Answered);
        run.Phase.Measured.Failed.Should().Be(Requests - server.Answered);
        run.Response(resultClass: ResultClasses.Reset).TotalCount.Should().Be(run.Phase.Measured.Failed);
    }

    [Theory]
    [InlineData(Deed.Refuse)]
    [InlineData(Deed.GoAwayBefore)]
    [InlineData(Deed.GoAwayAndAnswer)]
    public async Task Many_at_once_on_one_connection_lose_nothing_that_was_not_taken_up(Deed deed)
    {
        await using var server = new FrameServer(request => request % 3 == 0 ? deed : Deed.Answer);

        var (run, counts) = await RunAsync(server.Address, Way.Http, users: 16, method: "GET");

        run.Phase.Measured.Ok.Should().Be(Requests, "{0}", string.Join("; ", run.Phase.FailureSamples));
        server.TakenUp.Should().Be(Requests);
        counts.Reconnects.Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData(Deed.Drop)]
    [InlineData(Deed.DropByReset)]
    [InlineData(Deed.HalfFrame)]
    public async Task Many_at_once_on_one_connection_are_lost_with_it_and_none_is_sent_twice(Deed deed)
    {
        await using var server = new FrameServer(request => request % 20 == 0 ? deed : Deed.Answer);

        var (run, _) = await RunAsync(server.Address, Way.Http, users: 16, method: "GET");

        // What lay unread when the server closed may have been read, for all that the client knows; and an answer may be lost with a reset.
        server.TakenUp.Should().BeInRange(server.Answered, Requests);
        run.Phase.Measured.Ok.Should().BeLessThanOrEqualTo(server.Answered);
        (run.Phase.Measured.Ok + run.Phase.Measured.Failed).Should().Be(Requests);
        run.Response(resultClass: ResultClasses.Reset).TotalCount.Should().Be(run.Phase.Measured.Failed).And.BeGreaterThan(0);
    }

    [Fact]
    public async Task A_server_that_takes_nothing_up_is_refusing()
    {
        await using var server = new FrameServer(_ => Deed.Refuse);

        var (run, _) = await RunAsync(server.Address, Way.Http, users: 1, method: "GET", requests: 1);

        run.Response(resultClass: ResultClasses.Refused).TotalCount.Should().Be(1);
        run.Phase.FailureSamples.Values.Should().Equal("The server took the request up none of the 40 times that it was sent (HTTP/2 REFUSED_STREAM).");
    }

    [Theory]
    [InlineData(Way.Http)]
    [InlineData(Way.Scenario)]
    public async Task A_server_without_http2_fails_the_request_and_says_so(Way way)
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte["PRI * HTTP/2.0\r\n\r\n".Length], stop);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop);
        });

        var (run, _) = await RunAsync(server.Address, way, users: 1, method: "GET", requests: 2);

        run.Response(resultClass: ResultClasses.Protocol).TotalCount.Should().Be(2);
        run.Phase.FailureSamples.Values.Distinct().Should().ContainSingle().Which.Should().StartWith("The server did not offer HTTP/2 without TLS (h2c): it answered 'HTTP/1.1");
    }

    [Fact]
    public async Task A_request_that_allows_a_lower_version_gets_it()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        var run = await EngineHarness.RunAsync(
            Closed(Measured(Simulation.IterationsForConstant(1, 3))),
            async context => await Http.Send(context.HttpClient, new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20 }, context.CancellationToken),
            server.Address);

        run.Phase.Measured.Ok.Should().Be(3, "{0}", string.Join("; ", run.Phase.FailureSamples));
    }

    private static async Task<(EngineHarness Run, ConnectionCounts Counts)> RunAsync(Uri address, Way way, int users, string method, long requests = Requests)
    {
        var phase = Closed(Measured(Simulation.IterationsForConstant(users, requests)));
        if (way == Way.Scenario)
        {
            var run = await EngineHarness.RunAsync(
                phase,
                async context => await Http.Send(
                    context.HttpClient,
                    Http.CreateRequest(method, "/").WithVersion("2.0").WithBody(new StringContent("hello")),
                    context.CancellationToken),
                address);
            return (run, run.Phase.Connections);
        }

        using var http = new HttpScenario(
            new HttpTarget { Address = address, Method = method, Http2 = true, Insecure = true, Body = method == "POST" ? "hello"u8.ToArray() : default }, TimeProvider.System);
        var result = await EngineHarness.RunAsync([phase with { Mix = [new ScenarioShare(HttpScenario.Name, 1)] }], [http.Props]);
        return (result, http.Counts);
    }
}

/// <summary>By which way a request is sent.</summary>
public enum Way
{
    /// <summary><c>loadlab http</c>.</summary>
    Http,

    /// <summary>A scenario's <c>context.HttpClient</c>.</summary>
    Scenario,
}
